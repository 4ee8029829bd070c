/** Places that were not quantised with the rest of the page, as a likelihood: how much better each block fits a page without the earlier compression than one with it. */
import type { LumaImage } from '../../core/image.ts';
import { blockMap, sumTable, type BlockMap } from '../../imaging/pages/block-map.ts';
import { transformAt, type EarlierGrid, type Period } from './periods.ts';

/** Multiples of the lattice that a histogram holds, both ways. */
const REACH = 160;
/** Nats: no single coefficient decides. */
const MOST = 2.5;
/** Counts added on both sides, so that a rare value says little. */
const PRIOR = 3;
/** Half side of the window that is summed, in blocks: an edit is larger than a block. */
const HALF = 1;
/** Nats a unit of the map. */
const NATS = 10;
/** grey: clipped pixels do not keep to any step. */
const CLIPPED = { black: 1, white: 254 } as const;

/**
 * Source: the block likelihood of Lin et al., Pattern Recognition 42(11), 2009, doi:10.1016/j.patcog.2009.03.019, and Bianchi and Piva, IEEE TIFS 7(3), 2012,
 * doi:10.1109/TIFS.2012.2187516; both distributions are the page's own, the one without the earlier steps being the other smoothed over a step.
 * @param lattice steps of the file's own compression when its grid is the earlier one's, natural order.
 * @returns for each block the nats over ten of the 3 × 3 blocks with it that fit the rest least; 0 where all fit as well or better with the rest.
 */
export function brokenGrid(luma: LumaImage, grid: EarlierGrid, lattice: Uint16Array | undefined, { columns, rows }: Pick<BlockMap, 'columns' | 'rows'>): BlockMap {
  const { values, known } = coefficientsOf(luma, grid, lattice, { columns, rows });
  const blocks = columns * rows;
  const nats = new Float32Array(blocks);
  grid.periods.forEach((period, k) => {
    const own = values.subarray(k * blocks, (k + 1) * blocks);
    const table = likelihoods(own, known, period, lattice?.[period.frequency] ?? 1);
    for (let i = 0; i < blocks; i++) if (known[i]) nats[i] = (nats[i] ?? 0) + (table[(own[i] ?? 0) + REACH] ?? 0);
  });
  const sums = sumTable(columns, rows, (i) => nats[i] ?? 0);
  const out = blockMap(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x0, x1, y0, y1] = [Math.max(0, column - HALF), Math.min(columns, column + HALF + 1), Math.max(0, row - HALF), Math.min(rows, row + HALF + 1)];
      const strength = sums.sum(x0, y0, x1, y1) / NATS;
      if (strength <= 0) continue;
      for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) out.values[y * columns + x] = Math.max(out.values[y * columns + x] ?? 0, strength);
    }
  }
  return out;
}

interface Coefficients {
  /** For each period one plane of blocks, in steps of the lattice, within ± REACH. */
  readonly values: Int16Array;
  /** 1 = a whole block without clipped pixels. */
  readonly known: Uint8Array;
}

function coefficientsOf(luma: LumaImage, { x, y, periods }: EarlierGrid, lattice: Uint16Array | undefined, { columns, rows }: Pick<BlockMap, 'columns' | 'rows'>): Coefficients {
  const [values, known] = [new Int16Array(periods.length * columns * rows), new Uint8Array(columns * rows)];
  const block = new Float32Array(64);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const [left, top] = [x + 8 * column, y + 8 * row];
      if (left + 8 > luma.width || top + 8 > luma.height || isClipped(luma, left, top)) continue;
      known[i] = 1;
      transformAt(luma, left, top, block);
      periods.forEach(({ frequency }, k) => {
        values[k * columns * rows + i] = Math.max(-REACH, Math.min(REACH, Math.round((block[frequency] ?? 0) / (lattice?.[frequency] ?? 1))));
      });
    }
  }
  return { values, known };
}

function isClipped({ width, data }: LumaImage, x0: number, y0: number): boolean {
  for (let y = y0; y < y0 + 8; y++) {
    for (let at = y * width + x0; at < y * width + x0 + 8; at++) if ((data[at] ?? 0) <= CLIPPED.black || (data[at] ?? 0) >= CLIPPED.white) return true;
  }
  return false;
}

/** Nats by value + REACH: log of the page's histogram smoothed over one step, over the histogram. */
function likelihoods(values: Int16Array, known: Uint8Array, { step }: Period, unit: number): Float32Array {
  const counts = new Float64Array(2 * REACH + 1);
  for (let i = 0; i < values.length; i++) {
    // both signs count for both: the page has no preferred one
    if (known[i]) for (const at of [REACH + (values[i] ?? 0), REACH - (values[i] ?? 0)]) counts[at] = (counts[at] ?? 0) + 0.5;
  }
  const half = step / unit / 2;
  return Float32Array.from(counts, (own, at) => {
    let [sum, weight] = [0, 0];
    for (let k = Math.max(0, Math.ceil(at - half - 0.5)); k <= Math.min(2 * REACH, Math.floor(at + half + 0.5)); k++) {
      const share = Math.min(1, half + 0.5 - Math.abs(k - at)); // the outermost bins reach over the step's end
      sum += share * (counts[k] ?? 0);
      weight += share;
    }
    return Math.max(-MOST, Math.min(MOST, Math.log((sum / weight + PRIOR) / (own + PRIOR))));
  });
}
