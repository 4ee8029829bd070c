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

/** By column, in [0, 1]: the jump beyond the slopes of both sides, as a share of the whole rise within 3 px, over the rows where there is one.
 * @param soft px that are left out on both sides of the border: 1 finds edges that were blended or reduced. */
export function crispness(edges: Binned, soft: 0 | 1 = 0): Float32Array {
  return Float32Array.from({ length: edges.width }, (_, c) => {
    const { jumps, rises } = edgeSums(edges, c, soft);
    return crispOf(jumps[edges.rows] ?? 0, rises[edges.rows] ?? 0);
  });
}

/** Of the jumps and rises of several groups of rows together, in [0, 1]. */
export function crispOf(jumps: number, rises: number): number {
  return jumps / (rises + HELD_BACK);
}

/** Running sums, grey; one longer than the groups of rows. */
export interface EdgeSums {
  readonly jumps: Float64Array;
  readonly rises: Float64Array;
}

/** Jumps and rises at a column. */
export function edgeSums({ rows, data, width }: Binned, c: number, soft: 0 | 1 = 0): EdgeSums {
  const [jumps, rises] = [new Float64Array(rows + 1), new Float64Array(rows + 1)];
  const reach = REACH + soft;
  const outside = c < reach + 1 || c > width - reach - 1;
  for (let b = 0; b < rows && !outside; b++) {
    const at = b * width + c;
    const [far, left, right, beyond] = [data[at - reach] ?? 0, data[at - 1 - soft] ?? 0, data[at + soft] ?? 0, data[at + reach - 1] ?? 0];
    const rise = Math.abs(beyond - far);
    const slopes = (0.5 + soft) * ((data[at + 1 + soft] ?? 0) - right + left - (data[at - 2 - soft] ?? 0));
    const isEdge = rise >= LEAST_RISE;
    jumps[b + 1] = (jumps[b] ?? 0) + (isEdge ? Math.min(rise, Math.max(0, (right - left - slopes) * Math.sign(beyond - far))) : 0);
    rises[b + 1] = (rises[b] ?? 0) + (isEdge ? rise : 0);
  }
  return { jumps, rises };
}
