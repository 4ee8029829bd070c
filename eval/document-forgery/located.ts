/** How well places agree: by block and by box. */
import type { Box } from '../../src/core/geometry.ts';
import { boxIou } from '../../src/core/regions.ts';

/** Of blocks; 0 where either side has none but not both. @param truth 1 = changed. */
export function blockF1(truth: Uint8Array, heat: Float32Array, threshold: number): number {
  let [both, marked, real] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const found = (heat[i] ?? 0) >= threshold ? 1 : 0;
    both += found & (truth[i] ?? 0);
    marked += found;
    real += truth[i] ?? 0;
  }
  return marked + real === 0 ? 0 : (2 * both) / (marked + real);
}

export interface BoxCounts {
  /** True boxes that a found one covers with an IoU of at least .3, of how many. */
  readonly located: number;
  readonly real: number;
  /** Found boxes that do, of how many. */
  readonly right: number;
  readonly found: number;
}

const SAME = 0.3;

export function countBoxes(real: readonly Box[], found: readonly Box[]): BoxCounts {
  return {
    located: real.filter((box) => found.some((other) => boxIou(box, other) >= SAME)).length, real: real.length,
    right: found.filter((box) => real.some((other) => boxIou(box, other) >= SAME)).length, found: found.length,
  };
}

/** Of all boxes of all pages together. */
export function boxF1(counts: readonly BoxCounts[]): number {
  const sum = (key: keyof BoxCounts): number => counts.reduce((total, count) => total + count[key], 0);
  const [recall, precision] = [sum('located') / Math.max(1, sum('real')), sum('right') / Math.max(1, sum('found'))];
  return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
}
