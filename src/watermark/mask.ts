/** How strongly each block may be marked without being seen, from the unmarked picture alone. */
import { BAND_SIZE, type BandTransform } from './band.ts';
import { BLOCK, type Grid } from './canonical-grid.ts';

/** grey; a block whose band has less than this is flat. */
export const FLAT_ACTIVITY = 1;

export interface BlockMask {
  /** Relative amplitude of each block, in reading order. */
  readonly amplitude: Float32Array;
  /** RMS of the band's coefficients after erosion, grey. */
  readonly activity: Float32Array;
}

/**
 * Amplitude clip((activity / 12)^0.6, 0.3, 5) · (mean / 128)^0.25. Half of the activity is the least of the 3 × 3 neighbours,
 * half the lesser of the block and their mean: a flat block beside an edge stays nearly unmarked.
 */
export function blockMask({ coefficients, means }: BandTransform, { columns, rows }: Grid): BlockMask {
  const [across, down] = [columns / BLOCK, rows / BLOCK];
  const energy = means.map((_, block) => {
    let sum = 0;
    for (let k = block * BAND_SIZE; k < (block + 1) * BAND_SIZE; k++) sum += (coefficients[k] ?? 0) ** 2;
    return Math.sqrt(sum / BAND_SIZE);
  });
  const activity = new Float32Array(means.length);
  const amplitude = new Float32Array(means.length);
  for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) {
    let [least, sum, n] = [Infinity, 0, 0];
    for (let v = Math.max(0, y - 1); v <= Math.min(down - 1, y + 1); v++) for (let u = Math.max(0, x - 1); u <= Math.min(across - 1, x + 1); u++) {
      const e = energy[v * across + u] ?? 0;
      least = Math.min(least, e);
      sum += e;
      n++;
    }
    const block = y * across + x;
    const act = 0.5 * least + 0.5 * Math.min(energy[block] ?? 0, sum / n);
    activity[block] = act;
    amplitude[block] = Math.min(5, Math.max(0.3, (act / 12) ** 0.6)) * (Math.max(8, means[block] ?? 0) / 128) ** 0.25;
  }
  return { amplitude, activity };
}
