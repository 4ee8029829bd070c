/** What lies on the two sides of a line: a lane's bands end where it ends and leave nothing beyond, a cut mostly has something on both sides. */
import type { Binned } from './crispness.ts';

/** px between the line and what is looked at, and how much of it. */
const OFF = 3;
const REACH = 5;
/** grey; a side that varies less along the line counts as if it did so much. */
const HELD_BACK = 2;

/** How much the plainer side varies along the line, as a share of the other, in (0, 1]. */
export function bothSidesAt({ rows, width, data }: Binned, at: number): number {
  const [left, right] = [new Float32Array(rows), new Float32Array(rows)];
  for (let b = 0; b < rows; b++) {
    const row = b * width;
    left[b] = meanOf(data, row + Math.max(0, at - OFF - REACH), row + at - OFF);
    right[b] = meanOf(data, row + at + OFF, row + Math.min(width, at + OFF + REACH));
  }
  const [a, b] = [roughness(left), roughness(right)];
  return (Math.min(a, b) + HELD_BACK) / (Math.max(a, b) + HELD_BACK);
}

function meanOf(data: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += data[i] ?? 0;
  return to > from ? sum / (to - from) : Number.NaN;
}

/** grey: mean difference of neighbouring groups along the line; slow shading does not count. */
function roughness(side: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let b = 1; b < side.length; b++) {
    const difference = Math.abs((side[b] ?? 0) - (side[b - 1] ?? 0));
    if (Number.isNaN(difference)) continue;
    sum += difference;
    count++;
  }
  return count ? sum / count : 0;
}
