/** How well a window of the panel agrees with its moved self, place by place. */
import type { Box } from '../../core/geometry.ts';
import type { Bands } from './bands.ts';
import { mapX, mapY, type Similarity } from './similarity.ts';

/** A window and its moved self, side by side. Arrays have window.width × window.height entries. */
export interface Comparison {
  /** Whole pixels of the panel. */
  readonly window: Box<'panel'>;
  /** Non-zero where both sides lie inside the panel, outside its mask and apart from each other. */
  readonly comparable: Uint8Array;
  /** Per band: detail of this side and of the other side, 0 where not comparable. */
  readonly here: readonly Float32Array[];
  readonly there: readonly Float32Array[];
}

export interface Agreement extends Comparison {
  /** Local correlation of detail, in [−1, 1]; 0 where there is none to compare. */
  readonly correlation: Float32Array;
  /** Non-zero where it is comparable and both sides have detail. */
  readonly textured: Uint8Array;
}

/** px, half side of the windows correlated over. */
const HALF = 4;
/** Share of the full band energy under which a window counts as flat. */
const LEAST_ENERGY = 0.12;

/** @param minShift px, a point and its image closer than this are not compared. */
export function compareIn(bands: Bands, window: Box<'panel'>, similarity: Similarity, minShift: number): Comparison {
  const { width, height, masked, planes } = bands;
  const n = window.width * window.height;
  const comparable = new Uint8Array(n);
  const here = planes.map(() => new Float32Array(n));
  const there = planes.map(() => new Float32Array(n));
  for (let j = 0, i = 0; j < window.height; j++) {
    for (let k = 0; k < window.width; k++, i++) {
      const x = window.x + k + 0.5;
      const y = window.y + j + 0.5;
      const u = mapX(similarity, x, y);
      const v = mapY(similarity, x, y);
      if ((u - x) ** 2 + (v - y) ** 2 < minShift * minShift || u < 1 || v < 1 || u > width - 1 || v > height - 1) continue;
      const p = (window.y + j) * width + window.x + k;
      if (masked[p] || masked[Math.floor(v) * width + Math.floor(u)]) continue;
      comparable[i] = 1;
      const left = Math.floor(u - 0.5);
      const top = Math.floor(v - 0.5);
      const fx = u - 0.5 - left;
      const fy = v - 0.5 - top;
      const q = top * width + left;
      for (let b = 0; b < planes.length; b++) {
        const data = planes[b] as Float32Array;
        (here[b] as Float32Array)[i] = data[p] ?? 0;
        (there[b] as Float32Array)[i] = ((data[q] ?? 0) * (1 - fx) + (data[q + 1] ?? 0) * fx) * (1 - fy) + ((data[q + width] ?? 0) * (1 - fx) + (data[q + width + 1] ?? 0) * fx) * fy;
      }
    }
  }
  return { window, comparable, here, there };
}

/** @param weights per band, how much it counts. */
export function agreementOf(comparison: Comparison, weights: readonly number[]): Agreement {
  const { window, comparable, here, there } = comparison;
  const n = window.width * window.height;
  const products = [new Float32Array(n), new Float32Array(n), new Float32Array(n)] as const;
  weights.forEach((weight, b) => {
    const [one, other] = [here[b], there[b]];
    if (weight && one && other) addProducts(products, weight, one, other);
  });
  const [cross, own, other] = products.map((product) => boxSum(product, window.width, window.height, HALF)) as [Float32Array, Float32Array, Float32Array];

  const least = LEAST_ENERGY * (2 * HALF + 1) ** 2 * weights.reduce((a, b) => a + b, 0);
  const textured = new Uint8Array(n);
  const correlation = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const a = own[i] ?? 0;
    const b = other[i] ?? 0;
    if (!comparable[i] || Math.min(a, b) < least) continue;
    textured[i] = 1;
    correlation[i] = (cross[i] ?? 0) / Math.sqrt(a * b);
  }
  return { ...comparison, correlation, textured };
}

/** Of both sides, of this side with itself and of the other side with itself. */
function addProducts([cross, own, other]: readonly [Float32Array, Float32Array, Float32Array], weight: number, here: Float32Array, there: Float32Array): void {
  for (let i = 0; i < cross.length; i++) {
    const a = here[i] ?? 0;
    const b = there[i] ?? 0;
    cross[i] = (cross[i] ?? 0) + weight * a * b;
    own[i] = (own[i] ?? 0) + weight * a * a;
    other[i] = (other[i] ?? 0) + weight * b * b;
  }
}

/** The same in a part of its window. */
export function agreementWithin(whole: Agreement, window: Box<'panel'>): Agreement {
  const of = <T extends Float32Array | Uint8Array>(data: T): T => cropped(data, whole.window, window);
  return { window, comparable: of(whole.comparable), here: whole.here.map(of), there: whole.there.map(of), correlation: of(whole.correlation), textured: of(whole.textured) };
}

/** The part of a plane over `whole` that lies in `part`. */
export function cropped<T extends Float32Array | Uint8Array>(data: T, whole: Box<'panel'>, part: Box<'panel'>): T {
  const out = data.slice(0, part.width * part.height) as T;
  for (let y = 0; y < part.height; y++) {
    const from = (part.y - whole.y + y) * whole.width + part.x - whole.x;
    out.set(data.subarray(from, from + part.width), y * part.width);
  }
  return out;
}

/** Sums over squares of half side `half`, cut at the border. */
export function boxSum(data: Float32Array, width: number, height: number, half: number): Float32Array {
  const rows = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let total = 0;
    for (let x = 0; x < Math.min(half, width); x++) total += data[row + x] ?? 0;
    for (let x = 0; x < width; x++) {
      if (x + half < width) total += data[row + x + half] ?? 0;
      if (x > half) total -= data[row + x - half - 1] ?? 0;
      rows[row + x] = total;
    }
  }
  const out = new Float32Array(width * height);
  const totals = new Float64Array(width);
  for (let y = -half; y < height; y++) {
    const row = y * width;
    const entering = y + half < height ? row + half * width : -1;
    const leaving = y > half ? row - (half + 1) * width : -1;
    for (let x = 0; x < width; x++) {
      let total = totals[x] ?? 0;
      if (entering >= 0) total += rows[entering + x] ?? 0;
      if (leaving >= 0) total -= rows[leaving + x] ?? 0;
      totals[x] = total;
      if (y >= 0) out[row + x] = total;
    }
  }
  return out;
}
