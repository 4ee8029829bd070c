/** Places of a page whose value differs from their surroundings, measured in the page's own spread. */
import { blockMap, sumTable, type BlockMap, type SumTable } from './block-map.ts';
import { robustSpread } from './robust.ts';

export interface OutlierOptions {
  /** Half sizes of the windows that are looked at, in blocks: a word is wide, a stamp is square. */
  readonly windows: readonly (readonly [number, number])[];
  /** Half size of the surroundings, in blocks. */
  readonly ring: readonly [number, number];
  /** Usable blocks of the surroundings, at least. */
  readonly leastRing: number;
}

export const WINDOWS = { windows: [[1, 1], [4, 1], [2, 2]], ring: [14, 10], leastRing: 60 } as const satisfies OutlierOptions;

/**
 * By how many of its usual deviations the mean of a small window differs from the mean around it. The usual deviation is that of the same
 * difference over the whole page, so a page that is uneven everywhere has no outliers.
 * @param usable 1 = the block's value counts.
 * @returns with its sign, of the window where it is largest; 0 where too little is usable.
 */
export function localOutlier(values: Float32Array, usable: Uint8Array, { columns, rows }: { readonly columns: number; readonly rows: number }, options: OutlierOptions = WINDOWS): BlockMap {
  const counts = sumTable(columns, rows, (i) => usable[i] ?? 0);
  const sums = sumTable(columns, rows, (i) => (usable[i] ? (values[i] ?? 0) : 0));
  const out = blockMap(columns, rows);
  for (const window of options.windows) {
    const difference = differences({ columns, rows, counts, sums }, window, options);
    const known = difference.filter((v) => !Number.isNaN(v));
    if (known.length < options.leastRing) continue;
    const { median, deviation } = robustSpread(known);
    if (!(deviation > 1e-6)) continue;
    for (let i = 0; i < difference.length; i++) {
      const z = ((difference[i] ?? Number.NaN) - median) / deviation;
      if (Math.abs(z) > Math.abs(out.values[i] ?? 0)) out.values[i] = Math.max(-MOST, Math.min(MOST, z));
    }
  }
  return out;
}

/** Deviations beyond which a place is no odder. */
const MOST = 30;

interface Sums {
  readonly columns: number;
  readonly rows: number;
  readonly counts: SumTable;
  readonly sums: SumTable;
}

/** NaN where the window is less than half usable or its surroundings too little. */
function differences({ columns, rows, counts, sums }: Sums, [w, h]: readonly [number, number], { ring: [rw, rh], leastRing }: OutlierOptions): Float32Array {
  const out = new Float32Array(columns * rows).fill(Number.NaN);
  const least = Math.ceil(((2 * w + 1) * (2 * h + 1)) / 2);
  for (let y = 0, i = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, i++) {
      const inside = counts.sum(x - w, y - h, x + w + 1, y + h + 1);
      if (inside < least) continue;
      const all = counts.sum(x - rw, y - rh, x + rw + 1, y + rh + 1);
      const around = all - inside;
      if (around < leastRing) continue;
      const own = sums.sum(x - w, y - h, x + w + 1, y + h + 1);
      out[i] = own / inside - (sums.sum(x - rw, y - rh, x + rw + 1, y + rh + 1) - own) / around;
    }
  }
  return out;
}

/** Values with the part removed that the page's other blocks of equal brightness and contrast explain. @returns standard scores clipped to ±6; 0 where too few are alike. */
export function conditioned(values: Float32Array, usable: Uint8Array, mean: Float32Array, contrast: Float32Array): Float32Array {
  const bins = new Map<number, number[]>();
  const binOf = (i: number): number => Math.floor((mean[i] ?? 0) / 24) * 16 + Math.min(15, Math.floor(2 * Math.log2(1 + (contrast[i] ?? 0))));
  for (let i = 0; i < values.length; i++) {
    if (!usable[i]) continue;
    const bin = binOf(i);
    const list = bins.get(bin);
    if (list) list.push(i);
    else bins.set(bin, [i]);
  }
  const out = new Float32Array(values.length);
  for (const list of bins.values()) {
    if (list.length < LEAST_ALIKE) continue;
    const { median, deviation } = robustSpread(Float32Array.from(list, (i) => values[i] ?? 0));
    const scale = Math.max(deviation, 1e-3);
    for (const i of list) out[i] = Math.max(-6, Math.min(6, ((values[i] ?? 0) - median) / scale));
  }
  return out;
}

/** Blocks of one brightness and contrast from which a usual value can be told. */
const LEAST_ALIKE = 40;
