/** How well a window of the panel agrees with its moved self, place by place. */
import type { Box } from '../../core/geometry.ts';
import type { Bands } from './bands.ts';
import { sampleAt } from './sample.ts';
import { mapX, mapY, type Similarity } from './similarity.ts';

/** Arrays have window.width × window.height entries. */
export interface Agreement {
  /** Whole pixels of the panel. */
  readonly window: Box<'panel'>;
  /** Local correlation of detail, in [−1, 1]; 0 where there is none to compare. */
  readonly correlation: Float32Array;
  /** Non-zero where both sides have detail and lie inside the panel, outside its mask and apart from each other. */
  readonly textured: Uint8Array;
  /** Per band: detail of this side and of the other side, 0 where not comparable. */
  readonly here: readonly Float32Array[];
  readonly there: readonly Float32Array[];
}

/** px, half side of the windows correlated over. */
const HALF = 4;
/** Share of the full band energy under which a window counts as flat. */
const LEAST_ENERGY = 0.12;

export interface AgreementOptions {
  /** px, a point and its image closer than this are not compared. */
  readonly minShift: number;
  /** Per band, how much it counts. */
  readonly weights: readonly number[];
}

export function agreementIn(bands: Bands, window: Box<'panel'>, similarity: Similarity, { minShift, weights }: AgreementOptions): Agreement {
  const n = window.width * window.height;
  const comparable = new Uint8Array(n);
  const here = bands.planes.map(() => new Float32Array(n));
  const there = bands.planes.map(() => new Float32Array(n));
  for (let j = 0, i = 0; j < window.height; j++) {
    for (let k = 0; k < window.width; k++, i++) {
      const [x, y] = [window.x + k + 0.5, window.y + j + 0.5];
      const [u, v] = [mapX(similarity, x, y), mapY(similarity, x, y)];
      if ((u - x) ** 2 + (v - y) ** 2 < minShift * minShift || u < 1 || v < 1 || u > bands.width - 1 || v > bands.height - 1) continue;
      const p = (window.y + j) * bands.width + window.x + k;
      if (bands.masked[p] || bands.masked[Math.floor(v) * bands.width + Math.floor(u)]) continue;
      comparable[i] = 1;
      bands.planes.forEach((data, b) => {
        (here[b] as Float32Array)[i] = data[p] ?? 0;
        (there[b] as Float32Array)[i] = sampleAt({ width: bands.width, height: bands.height, data }, u, v);
      });
    }
  }
  const sum = (f: (b: number, i: number) => number): Float32Array => {
    const total = new Float32Array(n);
    weights.forEach((weight, b) => { for (let i = 0; i < n; i++) total[i] = (total[i] ?? 0) + weight * f(b, i); });
    return boxSum(total, window.width, window.height, HALF);
  };
  const at = (planes: readonly Float32Array[], b: number, i: number): number => planes[b]?.[i] ?? 0;
  const cross = sum((b, i) => at(here, b, i) * at(there, b, i));
  const own = sum((b, i) => at(here, b, i) ** 2);
  const other = sum((b, i) => at(there, b, i) ** 2);

  const least = LEAST_ENERGY * (2 * HALF + 1) ** 2 * weights.reduce((a, b) => a + b, 0);
  const textured = new Uint8Array(n);
  const correlation = cross.map((value, i) => {
    const [a, b] = [own[i] ?? 0, other[i] ?? 0];
    if (!comparable[i] || Math.min(a, b) < least) return 0;
    textured[i] = 1;
    return value / Math.sqrt(a * b);
  });
  return { window, correlation, textured, here, there };
}

/** Sums over squares of half side `half`, cut at the border. */
export function boxSum(data: Float32Array, width: number, height: number, half: number): Float32Array {
  const rows = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    let total = 0;
    for (let x = -half; x < width; x++) {
      if (x + half < width) total += data[y * width + x + half] ?? 0;
      if (x - half - 1 >= 0) total -= data[y * width + x - half - 1] ?? 0;
      if (x >= 0) rows[y * width + x] = total;
    }
  }
  const out = new Float32Array(width * height);
  const totals = new Float64Array(width);
  for (let y = -half; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let total = totals[x] ?? 0;
      if (y + half < height) total += rows[(y + half) * width + x] ?? 0;
      if (y - half - 1 >= 0) total -= rows[(y - half - 1) * width + x] ?? 0;
      totals[x] = total;
      if (y >= 0) out[y * width + x] = total;
    }
  }
  return out;
}
