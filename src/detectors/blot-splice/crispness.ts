/** How much of an edge falls on one border of two columns: all of it where pictures were joined, less where a scanner drew it. */
import { binnedRows, type Plane } from './plane.ts';

/** px; half of what an edge of a scan spreads over. */
const REACH = 3;
/** Rows averaged before: the grain must not pass for edges. */
const BIN = 4;
/** grey; smaller differences are no edges. */
const LEAST_RISE = 6;
/** grey; a column with less in all is held back. */
const HELD_BACK = 40;

/** A plane with its rows averaged in groups. */
export interface Binned {
  readonly rows: number;
  readonly width: number;
  readonly data: Float32Array;
}

export function binnedForEdges(plane: Plane): Binned {
  return { ...binnedRows(plane, BIN), width: plane.width };
}

/**
 * In [0, 1]: how much of what happens at a column rises and falls again, as a thin band or a drawn line does, instead of going from one level to another.
 * Grain alone gives about one half.
 */
export function ridgeAt({ rows, data, width }: Binned, c: number): number {
  let [excursions, steps] = [0, 0];
  for (let b = 0; b < rows; b++) {
    const at = b * width + c;
    const left = ((data[at - 4] ?? 0) + (data[at - 3] ?? 0)) / 2;
    const right = ((data[at + 2] ?? 0) + (data[at + 3] ?? 0)) / 2;
    let [low, high] = [Infinity, -Infinity];
    for (let k = -2; k <= 1; k++) {
      const v = data[at + k] ?? 0;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    const excursion = Math.max(0, high - Math.max(left, right), Math.min(left, right) - low);
    if (Number.isNaN(excursion) || Number.isNaN(left + right)) continue;
    excursions += excursion;
    steps += Math.abs(right - left);
  }
  return (excursions + 1) / (excursions + steps + 2);
}

/** By column, in [0, 1]: the jump beyond the slopes of both sides, as a share of the whole rise within 3 px, over the rows where there is one. */
export function crispness({ rows, data, width }: Binned): Float32Array {
  return Float32Array.from({ length: width }, (_, c) => {
    if (c < REACH + 1 || c > width - REACH - 1) return 0;
    let [jumps, rises] = [0, 0];
    for (let b = 0; b < rows; b++) {
      const at = b * width + c;
      const [far, left, right, beyond] = [data[at - REACH] ?? 0, data[at - 1] ?? 0, data[at] ?? 0, data[at + REACH - 1] ?? 0];
      const rise = Math.abs(beyond - far);
      if (!(rise >= LEAST_RISE)) continue;
      const slopes = ((data[at + 1] ?? 0) - right + left - (data[at - 2] ?? 0)) / 2;
      jumps += Math.min(rise, Math.max(0, (right - left - slopes) * Math.sign(beyond - far)));
      rises += rise;
    }
    return jumps / (rises + HELD_BACK);
  });
}
