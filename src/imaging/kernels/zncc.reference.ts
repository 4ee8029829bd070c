/** Local correlation in plain TypeScript, double precision: specification and oracle of kernels/zncc.ts. */
import type { EighthsPair, ZnccMap } from './zncc.ts';

interface Moments { readonly zncc: number; readonly sdA: number; readonly sdB: number; readonly used: number }

export function znccMapReference(pair: EighthsPair, { radius, step }: { radius: number; step: number }): ZnccMap {
  const [columns, rows] = [Math.ceil(pair.width / step), Math.ceil(pair.height / step)];
  const cells = Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [(i % columns) * step, Math.floor(i / columns) * step];
    return momentsAt(pair, { x, y, radius, dx: 0, dy: 0 });
  });
  const plane = (value: (cell: Moments) => number): Float32Array => Float32Array.from(cells, value);
  return {
    columns, rows, step, zncc: plane(({ zncc }) => zncc),
    sdA: plane(({ sdA }) => sdA / 8), sdB: plane(({ sdB }) => sdB / 8), used: plane(({ used }) => used),
  };
}

export function shiftSurfacesReference(pair: EighthsPair, centres: Int32Array, { radius, reach }: { radius: number; reach: number }): Float32Array {
  const surfaces: number[] = [];
  for (let k = 0; k < centres.length; k += 2) {
    const [x, y] = [centres[k] ?? 0, centres[k + 1] ?? 0];
    const whole = momentsAt(pair, { x, y, radius: radius + reach, dx: 0, dy: 0 }).used === 1;
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) {
      surfaces.push(whole ? momentsAt(pair, { x, y, radius, dx, dy }).zncc : 0);
    }
  }
  return Float32Array.from(surfaces);
}

function momentsAt({ width, height, a, b, use }: EighthsPair, at: { x: number; y: number; radius: number; dx: number; dy: number }): Moments {
  let [n, sa, sb, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let y = at.y - at.radius; y <= at.y + at.radius; y++) for (let x = at.x - at.radius; x <= at.x + at.radius; x++) {
    if (x < 0 || y < 0 || x >= width || y >= height || !use[y * width + x]) continue;
    const [p, q] = [a[y * width + x] ?? 0, b[(y + at.dy) * width + x + at.dx] ?? 0];
    n++;
    sa += p;
    sb += q;
    aa += p * p;
    bb += q * q;
    ab += p * q;
  }
  const used = n / (2 * at.radius + 1) ** 2;
  if (n < 2) return { zncc: 0, sdA: 0, sdB: 0, used };
  const [va, vb] = [aa - (sa * sa) / n, bb - (sb * sb) / n];
  const zncc = va > 0.5 && vb > 0.5 ? (ab - (sa * sb) / n) / Math.sqrt(va * vb) : 0;
  return { zncc, sdA: Math.sqrt(Math.max(0, va) / n), sdB: Math.sqrt(Math.max(0, vb) / n), used };
}
