/** How far a column stands out from the other columns of its blot. */
import { robustSpread } from '../../imaging/pages/robust.ts';

/** px; JPEG blocks make every eighth column jump. */
const BLOCK = 8;
/** px near the border that are not judged: the frame and the ringing of a crop. */
export const BORDER = 10;

/** Values in standard deviations of the panel's own columns, what all columns of one place in the JPEG lattice have in common taken away.
 * @param leastDeviation in the unit of the values: where most columns are exactly alike, less than this is no difference. */
export function standing(values: Float32Array, leastDeviation: number): Float32Array {
  const inner = values.subarray(BORDER, values.length - BORDER);
  if (inner.length < 3 * BLOCK) return new Float32Array(values.length);
  const level = robustSpread(inner).median;
  const even = Float32Array.from(values);
  for (let phase = 0; phase < BLOCK; phase++) {
    const same = inner.filter((_, i) => i % BLOCK === phase);
    const raised = robustSpread(same).median - level;
    for (let c = BORDER + phase; c < values.length - BORDER; c += BLOCK) even[c] = (even[c] ?? 0) - raised;
  }
  const { median, deviation } = robustSpread(even.subarray(BORDER, values.length - BORDER));
  return even.map((v, c) => (c < BORDER || c >= values.length - BORDER ? 0 : (v - median) / Math.max(deviation, leastDeviation)));
}
