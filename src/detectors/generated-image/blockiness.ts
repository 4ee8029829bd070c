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
  const [rows, columns] = step === 1 ? [height, width - 1] : [height - 1, width];
  const stride = Math.max(1, Math.floor(Math.sqrt((width * height) / 1e6)));
  for (let y = 0; y < rows; y += step === 1 ? stride : 1) for (let x = 0; x < columns; x += step === 1 ? 1 : stride) {
    const i = y * width + x;
    const difference = Math.abs((data[i + step] ?? 0) - (data[i] ?? 0));
    if (difference > STRONGEST) continue;
    const phase = (step === 1 ? x : y) & 7;
    sums[phase] = (sums[phase] ?? 0) + difference;
    counts[phase] = (counts[phase] ?? 0) + 1;
  }
  const means = Array.from(sums, (sum, i) => sum / Math.max(1, counts[i] ?? 0));
  const peak = Math.max(...means);
  const others = (means.reduce((sum, v) => sum + v, 0) - peak) / 7;
  return others > 0 ? peak / others : peak > 0 ? Number.POSITIVE_INFINITY : 1;
}

/** grey; larger steps are edges of what is shown. */
const STRONGEST = 24;
