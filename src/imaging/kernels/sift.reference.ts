/**
 * The leaf loops of SIFT in plain TypeScript: specification and oracle of kernels/sift.ts.
 * Source: Lowe, IJCV 60(2), 2004, §3–6, doi:10.1023/B:VISI.0000029664.99615.94.
 */
import { gaussianTaps, type ExtremaOptions, type Extremum, type Plane } from './sift.ts';

const TAU = 2 * Math.PI;

function reflect(i: number, n: number): number {
  if (n === 1) return 0;
  let j = i;
  while (j < 0 || j >= n) j = j < 0 ? -j : 2 * n - 2 - j;
  return j;
}

export function blurredReference({ width, height, data }: Plane, sigma: number): Float32Array {
  const taps = gaussianTaps(sigma);
  const pass = (source: Float32Array, dx: number, dy: number): Float32Array =>
    source.map((_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      let sum = 0;
      for (let i = 1 - taps.length; i < taps.length; i++) {
        sum += (taps[Math.abs(i)] ?? 0) * (source[reflect(y + i * dy, height) * width + reflect(x + i * dx, width)] ?? 0);
      }
      return sum;
    });
  return pass(pass(data, 1, 0), 0, 1);
}

export function extremaReference(levels: readonly [Plane, Plane, Plane], border: number, threshold: number): number[] {
  const [below, at, above] = levels;
  const found: number[] = [];
  for (let y = border; y < at.height - border; y++) {
    for (let x = border; x < at.width - border; x++) {
      const index = y * at.width + x;
      const value = at.data[index] ?? 0;
      if (Math.abs(value) <= threshold) continue;
      let [least, most] = [Infinity, -Infinity];
      for (const { data, width } of [below, at, above]) {
        for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) {
          const other = data[index + dy * width + dx] ?? 0;
          least = Math.min(least, other);
          most = Math.max(most, other);
        }
      }
      if (value > 0 ? value >= most : value <= least) found.push(index);
    }
  }
  return found;
}

const MAX_STEPS = 5;

/** Fits a quadratic around the extremum, moving while it lies beyond half a pixel. Source: Brown and Lowe, BMVC 2002, doi:10.5244/C.16.23. */
export function refineReference(differences: readonly Float32Array[], { width, height }: Pick<Plane, 'width' | 'height'>, at: number, index: number, { border, contrastThreshold, edgeThreshold: edge }: ExtremaOptions): Extremum | undefined {
  const inner = differences.length - 2;
  let [x, y, s] = [index % width, Math.floor(index / width), at];
  for (let step = 0; step < MAX_STEPS; step++) {
    const [below, here, above] = [differences[s - 1], differences[s], differences[s + 1]];
    if (!below || !here || !above) return undefined;
    const i = y * width + x;
    const get = (plane: Float32Array, j: number): number => plane[j] ?? 0;
    const v = get(here, i);
    const gx = (get(here, i + 1) - get(here, i - 1)) / 2;
    const gy = (get(here, i + width) - get(here, i - width)) / 2;
    const gs = (get(above, i) - get(below, i)) / 2;
    const hxx = get(here, i + 1) + get(here, i - 1) - 2 * v;
    const hyy = get(here, i + width) + get(here, i - width) - 2 * v;
    const hss = get(above, i) + get(below, i) - 2 * v;
    const hxy = (get(here, i + width + 1) - get(here, i + width - 1) - get(here, i - width + 1) + get(here, i - width - 1)) / 4;
    const hxs = (get(above, i + 1) - get(above, i - 1) - get(below, i + 1) + get(below, i - 1)) / 4;
    const hys = (get(above, i + width) - get(above, i - width) - get(below, i + width) + get(below, i - width)) / 4;

    const A = hyy * hss - hys * hys;
    const B = hys * hxs - hxy * hss;
    const C = hxy * hys - hyy * hxs;
    const determinant = hxx * A + hxy * B + hxs * C;
    if (Math.abs(determinant) < 1e-18) return undefined;
    const dx = -(A * gx + B * gy + C * gs) / determinant;
    const dy = -(B * gx + (hxx * hss - hxs * hxs) * gy + (hxy * hxs - hxx * hys) * gs) / determinant;
    const ds = -(C * gx + (hxy * hxs - hxx * hys) * gy + (hxx * hyy - hxy * hxy) * gs) / determinant;

    if (Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5 && Math.abs(ds) < 0.5) {
      const response = Math.abs(v + (gx * dx + gy * dy + gs * ds) / 2);
      const [trace, det] = [hxx + hyy, hxx * hyy - hxy * hxy];
      if (response * inner < contrastThreshold || det <= 0 || trace * trace * edge >= (edge + 1) ** 2 * det) return undefined;
      return { column: x + dx, row: y + dy, level: s, offset: ds, response };
    }
    if (!(Math.abs(dx) < width && Math.abs(dy) < height && Math.abs(ds) < inner)) return undefined;
    [x, y, s] = [x + Math.round(dx), y + Math.round(dy), s + Math.round(ds)];
    if (s < 1 || s > inner || x < border || y < border || x >= width - border || y >= height - border) return undefined;
  }
  return undefined;
}

export function gradientsReference({ width, height, data }: Plane): { magnitude: Float32Array; angle: Float32Array } {
  const magnitude = new Float32Array(data.length);
  const angle = new Float32Array(data.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const dx = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
      const dy = (data[at + width] ?? 0) - (data[at - width] ?? 0);
      magnitude[at] = Math.hypot(dx, dy);
      angle[at] = (Math.atan2(dy, dx) + TAU) % TAU;
    }
  }
  return { magnitude, angle };
}

export function orientationHistogramsReference(plane: Plane, points: Float32Array): Float32Array {
  const { width, height } = plane;
  const { magnitude, angle } = gradientsReference(plane);
  const out = new Float32Array((points.length / 4) * 36);
  for (let k = 0; k < points.length / 4; k++) {
    const [px = 0, py = 0, scale = 0] = points.subarray(4 * k);
    const sigma = 1.5 * scale;
    const radius = Math.round(3 * sigma);
    const [cx, cy] = [Math.round(px), Math.round(py)];
    for (let y = Math.max(1, cy - radius); y <= Math.min(height - 2, cy + radius); y++) {
      for (let x = Math.max(1, cx - radius); x <= Math.min(width - 2, cx + radius); x++) {
        const at = y * width + x;
        const bin = Math.round(((angle[at] ?? 0) * 36) / TAU) % 36;
        const weight = Math.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * sigma * sigma));
        out[36 * k + bin] = (out[36 * k + bin] ?? 0) + weight * (magnitude[at] ?? 0);
      }
    }
  }
  return out;
}

export function describePointsReference(plane: Plane, points: Float32Array): Uint8Array {
  const { width, height } = plane;
  const { magnitude, angle } = gradientsReference(plane);
  const out = new Uint8Array((points.length / 4) * 128);
  for (let k = 0; k < points.length / 4; k++) {
    const [px = 0, py = 0, sigma = 0, theta = 0] = points.subarray(4 * k);
    const cell = 3 * sigma;
    const histogram = new Float64Array(128);
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const [dx, dy] = [x - px, y - py];
        const c = (dx * Math.cos(theta) + dy * Math.sin(theta)) / cell + 1.5;
        const r = (dy * Math.cos(theta) - dx * Math.sin(theta)) / cell + 1.5;
        if (c <= -1 || c >= 4 || r <= -1 || r >= 4) continue;
        const o = ((((angle[y * width + x] ?? 0) - theta) * 8) / TAU + 8) % 8;
        const weight = (magnitude[y * width + x] ?? 0) * Math.exp(-(dx * dx + dy * dy) / (8 * cell * cell));
        spread(histogram, r, c, o, weight);
      }
    }
    out.set(rootSift(histogram), 128 * k);
  }
  return out;
}

/** Trilinear: to the two nearest cells each way and the two nearest angles. */
function spread(histogram: Float64Array, r: number, c: number, o: number, weight: number): void {
  for (let row = 0; row < 4; row++) for (let column = 0; column < 4; column++) {
    const near = (1 - Math.abs(r - row)) * (1 - Math.abs(c - column));
    if (Math.abs(r - row) >= 1 || Math.abs(c - column) >= 1) continue;
    for (let bin = 0; bin < 8; bin++) {
      const apart = Math.min(Math.abs(o - bin), 8 - Math.abs(o - bin));
      const at = (row * 4 + column) * 8 + bin;
      if (apart < 1) histogram[at] = (histogram[at] ?? 0) + weight * near * (1 - apart);
    }
  }
}

function rootSift(histogram: Float64Array): Uint8Array {
  const most = 0.2 * Math.hypot(...histogram);
  const clipped = histogram.map((value) => Math.min(value, most));
  const sum = clipped.reduce((a, b) => a + b, 0);
  return Uint8Array.from(clipped, (value) => (sum > 0 ? Math.min(255, Math.round(512 * Math.sqrt(value / sum))) : 0));
}
