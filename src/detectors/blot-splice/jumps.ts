/**
 * Where neighbouring columns do not go on into each other: a cut is a jump of one column, the edge of a band is a ramp.
 *
 * After the rule of Rossner and Yamada for looking at blots (J. Cell Biol. 166(1), 2004, doi:10.1083/jcb.200406019), made a statistic:
 * the jump beyond the slopes on both sides, against the jumps nearby, row by row, so that a line counts that holds along the blot and not a band that is dark.
 */
import { binnedRows, type Plane } from './plane.ts';

/** px; rows averaged before they are compared. Single rows show where the grain breaks off, many together a faint step of the ground. */
export const BINS = [1, 4, 16] as const;
/** px across the line: 1 finds hard cuts, 2 those that were blended or reduced. */
export const WIDTHS = [1, 2] as const;
/** grey; jumps below say nothing: steps of 8 bit, of the mean of more rows less. */
const FLOOR: Readonly<Record<number, number>> = { 1: 1, 4: 0.6, 16: 0.35 };
/** Rows read singly at most: more do not say more. */
const MOST_ROWS = 240;

/** The jump between column c − 1 and column c, for every row of bins. */
export interface Jumps {
  readonly bin: number;
  readonly across: number;
  readonly rows: number;
  readonly columns: number;
  /** rows × columns, signed, grey: beyond the mean slope of both sides; NaN under the mask and near the border. */
  readonly signed: Float32Array;
  /** rows × columns, in (−1, 1): against the jumps 3–8 px away; 0 where there is nothing to compare. */
  readonly contrast: Float32Array;
}

export function measureJumps(plane: Plane): Jumps[] {
  return BINS.flatMap((bin) => {
    const binned = bin === 1 ? everySo(plane) : binnedRows(plane, bin);
    return WIDTHS.map((across) => jumpsOf(binned, { bin, across, columns: plane.width }));
  });
}

function everySo(plane: Plane): { readonly rows: number; readonly data: Float32Array } {
  const step = Math.max(1, Math.ceil(plane.height / MOST_ROWS));
  const rows = Math.floor(plane.height / step);
  const { width, luma, mask } = plane;
  const data = new Float32Array(rows * width);
  for (let b = 0; b < rows; b++) {
    for (let x = 0; x < width; x++) {
      const at = b * step * width + x;
      data[b * width + x] = mask[at] ? Number.NaN : luma[at] ?? 0;
    }
  }
  return { rows, data };
}

interface Frame { readonly bin: number; readonly across: number; readonly columns: number }

function jumpsOf({ rows, data }: { readonly rows: number; readonly data: Float32Array }, { bin, across, columns }: Frame): Jumps {
  const signed = new Float32Array(rows * columns).fill(Number.NaN);
  const contrast = new Float32Array(rows * columns);
  const floor = (FLOOR[bin] ?? 1) / Math.sqrt(across);
  const row = new Float32Array(columns);
  const sizes = new Float32Array(columns);
  for (let b = 0; b < rows; b++) {
    const at = b * columns;
    sizes.fill(0);
    // Means of `across` columns to the left and right of each border; the slope of a side is the same, `across` px further out.
    for (let c = 2 * across; c <= columns - 2 * across; c++) {
      let v = 0;
      for (let k = 0; k < across; k++) {
        v += 1.5 * ((data[at + c + k] ?? 0) - (data[at + c - 1 - k] ?? 0)) - 0.5 * ((data[at + c + across + k] ?? 0) - (data[at + c - 1 - across - k] ?? 0));
      }
      row[c] = v / across;
    }
    for (let c = 2 * across; c <= columns - 2 * across; c++) {
      const v = row[c] ?? 0;
      signed[at + c] = v;
      sizes[c] = Math.abs(v);
    }
    for (let c = 10; c < columns - 10; c++) {
      const size = sizes[c] ?? 0;
      let near = 0;
      for (let k = 3; k <= 8; k++) near += (sizes[c - k] ?? 0) + (sizes[c + k] ?? 0);
      near /= 12;
      const value = (size - near) / (size + near + 2 * floor);
      contrast[at + c] = Number.isNaN(value) ? 0 : value;
    }
  }
  return { bin, across, rows, columns, signed, contrast };
}

/** How far the contrasts of each column stand together above nothing: Student's t, held back where only few rows say anything. */
export function columnT({ rows, columns, contrast }: Jumps): Float32Array {
  const sums = new Float32Array(columns);
  const squares = new Float32Array(columns);
  for (let b = 0; b < rows; b++) {
    for (let c = 0; c < columns; c++) {
      const e = contrast[b * columns + c] ?? 0;
      sums[c] = (sums[c] ?? 0) + e;
      squares[c] = (squares[c] ?? 0) + e * e;
    }
  }
  return sums.map((sum, c) => sum / Math.sqrt((squares[c] ?? 0) + HELD_BACK));
}

/** As four rows of contrast one third. */
const HELD_BACK = 4 / 9;

/** grey: the middle one of the signed jumps of a column; a step of the ground shows here whatever the bands do. */
export function medianJump({ rows, columns, signed }: Jumps): Float32Array {
  const line = new Float32Array(rows);
  return Float32Array.from({ length: columns }, (_, c) => {
    for (let b = 0; b < rows; b++) line[b] = signed[b * columns + c] ?? Number.NaN;
    const known = line.filter((v) => !Number.isNaN(v)).sort();
    return known[known.length >> 1] ?? 0;
  });
}
