/** Lenses: a look-up table on each colour channel. They change how a picture looks, never what was computed. */

export type Lens = 'none' | 'levels' | 'equalise' | 'invert';
export const LENSES = ['none', 'levels', 'equalise', 'invert'] as const satisfies readonly Lens[];

/** Unit grey, [0, 255]; gamma > 1 brightens the middle. */
export interface Levels {
  readonly black: number;
  readonly white: number;
  readonly gamma: number;
}

/** 256 values in [0, 1]: what each grey becomes. */
export type Table = readonly number[];

const greys = Array.from({ length: 256 }, (_, grey) => grey);

export const invertTable: Table = greys.map((grey) => 1 - grey / 255);

export function levelsTable({ black, white, gamma }: Levels): Table {
  const span = Math.max(1, white - black);
  return greys.map((grey) => Math.min(1, Math.max(0, (grey - black) / span)) ** (1 / gamma));
}

/** Histogram equalisation: each grey goes to the share of pixels at or below it. Source: Gonzalez, Woods, "Digital Image Processing", §3.3.
 * @param histogram 256 counts; an empty one changes nothing. */
export function equaliseTable(histogram: readonly number[]): Table {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const lowest = histogram.find((count) => count > 0) ?? 0;
  if (total <= lowest) return greys.map((grey) => grey / 255);
  let below = 0;
  return greys.map((grey) => {
    below += histogram[grey] ?? 0;
    return Math.max(0, (below - lowest) / (total - lowest));
  });
}

/** Luma histogram of RGBA samples (ITU-R BT.601), transparent pixels left out. */
export function lumaHistogram(rgba: Uint8ClampedArray): number[] {
  const histogram = new Array<number>(256).fill(0);
  for (let i = 0; i < rgba.length; i += 4) {
    if (rgba[i + 3] === 0) continue;
    const luma = Math.round(0.299 * (rgba[i] ?? 0) + 0.587 * (rgba[i + 1] ?? 0) + 0.114 * (rgba[i + 2] ?? 0));
    histogram[luma] = (histogram[luma] ?? 0) + 1;
  }
  return histogram;
}

/** For SVG feFunc `tableValues`. */
export const tableValues = (table: Table): string => table.map((value) => value.toFixed(3)).join(' ');
