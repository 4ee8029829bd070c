/**
 * How three neighbouring residuals go together: what a decoder leaves in the finest detail, whatever is shown.
 *
 * Source: Fridrich and Kodovský, IEEE TIFS 7(3), 2012, doi:10.1109/TIFS.2012.2190402 (co-occurrences of residuals, and that those which differ by sign or direction count as one).
 */
import type { Planes, Square } from './windows.ts';

/** The level itself, or how far a pixel is from the one before it in its row, from the mean of both there, and from what its eight neighbours make expect. */
type Residual = 'value' | 'first' | 'second' | 'cross';
/** With the steps, in grey levels, that it is rounded to; the order is that of the statistics. */
type Table = readonly [Residual, readonly number[]];
const OF_LUMA: readonly Table[] = [['first', [1, 3]], ['second', [1, 3]], ['cross', [1, 3]]];
const OF_COLOUR: readonly Table[] = [['first', [1]], ['cross', [1]]];
/** Of luma divided by its contrast. */
const OF_NORMAL: readonly Table[] = [['value', [0.5]], ['first', [0.3]], ['cross', [0.2]]];
/** Steps, of either sign; what is larger counts as so much. */
const CUT = 2;
/** Three levels of three bits each. */
const CODES = 512;

const { classOf, count: CLASSES } = tripleClasses();

/** Of native pixels, by plane. @param windows at least one. */
export function neighboursOf(windows: readonly Planes[]): readonly number[] {
  return [...sharesOf(windows.map(({ luma }) => luma), OF_LUMA), ...sharesOf(windows.map(({ redGreen }) => redGreen), OF_COLOUR), ...sharesOf(windows.map(({ blueGreen }) => blueGreen), OF_COLOUR)];
}

/** Of luma and of luma divided by its contrast. @param windows at least one. @param normal the same windows so divided. */
export function detailOf(windows: readonly Square[], normal: readonly Square[]): readonly number[] {
  return [...sharesOf(windows, OF_LUMA), ...sharesOf(normal, OF_NORMAL)];
}

/** Square roots of the shares of the classes, table after table. @param squares all of one side. */
function sharesOf(squares: readonly Square[], tables: readonly Table[]): readonly number[] {
  return tables.flatMap(([residual, steps]) => {
    const side = (squares[0]?.side ?? 0) - RIM[residual];
    const counts = steps.map(() => new Uint32Array(CODES));
    const [values, levels] = [new Float64Array(side * side), new Uint8Array(side * side)]; // written anew for every square
    for (const square of squares) {
      residualInto(values, square, residual);
      for (const [i, step] of steps.entries()) {
        levelsInto(levels, values, step);
        countTriples(levels, side, counts[i] ?? new Uint32Array(CODES));
      }
    }
    const total = 2 * side * (side - 2) * squares.length;
    return counts.flatMap((codes) => {
      const classes = new Float64Array(CLASSES);
      for (const [code, at] of classOf) classes[at] = (classes[at] ?? 0) + (codes[code] ?? 0);
      return Array.from(classes, (count) => Math.sqrt(count / total));
    });
  });
}

/** Pixels of a side that lack a neighbour. */
const RIM: Readonly<Record<Residual, number>> = { value: 0, first: 1, second: 2, cross: 2 };

/** Of all pixels with the neighbours that it needs. */
function residualInto(out: Float64Array, { side: row, data: p }: Square, residual: Residual): void {
  if (residual === 'value') return out.set(p);
  const side = row - RIM[residual];
  for (let y = 0, at = 0; y < side; y++) for (let x = 0, i = (y + 1) * row + 1; x < side; x++, i++, at++) {
    const here = p[i] ?? 0;
    const left = p[i - 1] ?? 0;
    if (residual === 'first') {
      out[at] = here - left;
      continue;
    }
    const across = (p[i + 1] ?? 0) + left;
    if (residual === 'second') {
      out[at] = (across - 2 * here) / 2;
      continue;
    }
    const near = across + (p[i + row] ?? 0) + (p[i - row] ?? 0);
    const corners = (p[i + row + 1] ?? 0) + (p[i - row + 1] ?? 0) + (p[i + row - 1] ?? 0) + (p[i - row - 1] ?? 0);
    out[at] = (2 * near - corners - 4 * here) / 4;
  }
}

/** 0 … 2·CUT. Half a step is rounded away from zero: the sign must not matter. Sums of comparisons, for branches on noise are slow. */
function levelsInto(levels: Uint8Array, values: Float64Array, step: number): void {
  const [one, two] = [0.5 * step, 1.5 * step];
  for (let i = 0; i < levels.length; i++) {
    const v = values[i] ?? 0;
    levels[i] = CUT + Number(v >= one) + Number(v >= two) - Number(v <= -one) - Number(v <= -two);
  }
}

/** Along rows and columns. */
function countTriples(levels: Uint8Array, side: number, counts: Uint32Array): void {
  for (let y = 0, i = 0; y < side; y++) {
    let code = ((levels[i] ?? 0) << 3) | (levels[i + 1] ?? 0);
    i += 2;
    for (let x = 2; x < side; x++, i++) {
      code = ((code << 3) & (CODES - 1)) | (levels[i] ?? 0);
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  for (let i = 0; i < levels.length - 2 * side; i++) {
    const code = ((levels[i] ?? 0) << 6) | ((levels[i + side] ?? 0) << 3) | (levels[i + 2 * side] ?? 0);
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

/** A triple, its mirror image and both with the other sign are of one class; numbered as they come. By code. */
function tripleClasses(): { readonly classOf: ReadonlyMap<number, number>; readonly count: number } {
  const seen = new Map<number, number>();
  const classes = new Map<number, number>();
  const m = 2 * CUT;
  const code = (i: number, j: number, k: number): number => (i << 6) | (j << 3) | k;
  for (let i = 0; i <= m; i++) for (let j = 0; j <= m; j++) for (let k = 0; k <= m; k++) {
    const least = Math.min(code(i, j, k), code(k, j, i), code(m - i, m - j, m - k), code(m - k, m - j, m - i));
    const number = seen.get(least) ?? seen.size;
    seen.set(least, number);
    classes.set(code(i, j, k), number);
  }
  return { classOf: classes, count: seen.size };
}
