/** How strongly an image shows the 8 × 8 grid of coarse compression. */
import type { LumaImage } from '../../core/image.ts';

/**
 * Mean step across the grid line against that across the other seven, of the stronger of the eight shifts; the smaller of the two directions. 1: no grid.
 *
 * Blind to compression before a change of size. Source: Fan and de Queiroz, IEEE TIP 12(2), 2003, doi:10.1109/TIP.2002.807361 (the cue; the measure is simpler).
 */
export function blockiness(luma: LumaImage): number {
  return Math.min(along(luma, 1), along(luma, luma.width));
}

function along({ width, height, data }: LumaImage, step: number): number {
  const sums = new Float64Array(8);
  const counts = new Float64Array(8);
  const isAcross = step === 1;
  const [rows, columns] = isAcross ? [height, width - 1] : [height - 1, width];
  const stride = Math.max(1, Math.floor(Math.sqrt((width * height) / 1e6)));
  const [nextRow, nextColumn] = isAcross ? [stride, 8] : [1, stride];
  for (let y = 0; y < rows; y += nextRow) {
    // All steps of one phase in a row, then those of the next: its sum stays in a register.
    for (let first = 0; first < (isAcross ? 8 : 1); first++) {
      const phase = isAcross ? first : y & 7;
      let sum = sums[phase] ?? 0;
      let count = counts[phase] ?? 0;
      for (let x = first, i = y * width + first; x < columns; x += nextColumn, i += nextColumn) {
        const difference = Math.abs((data[i + step] ?? 0) - (data[i] ?? 0));
        if (difference > STRONGEST) continue;
        sum += difference;
        count++;
      }
      sums[phase] = sum;
      counts[phase] = count;
    }
  }
  const means = Array.from(sums, (sum, i) => sum / Math.max(1, counts[i] ?? 0));
  const peak = Math.max(...means);
  const others = (means.reduce((sum, v) => sum + v, 0) - peak) / 7;
  return others > 0 ? peak / others : peak > 0 ? Number.POSITIVE_INFINITY : 1;
}

/** grey; larger steps are edges of what is shown. */
const STRONGEST = 24;
