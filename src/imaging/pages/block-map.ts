/** Values on the 8 × 8 blocks of a page, the unit in which places of a page are compared. */
import type { Box } from '../../core/geometry.ts';

/** px: the block of JPEG, so that a block of a re-saved page is one of its coder's. */
export const BLOCK = 8;

/** Row-major; block (x, y) covers pixels [8x, 8x + 8) × [8y, 8y + 8). The last column and row may reach over the edge of the image. */
export interface BlockMap {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

export function blockMap(columns: number, rows: number): BlockMap {
  return { columns, rows, values: new Float32Array(columns * rows) };
}

/** Where any of the maps is far from 0: the largest absolute value, block by block. @throws {RangeError} none given. */
export function strongest(maps: readonly BlockMap[]): BlockMap {
  const [first, ...rest] = maps;
  if (!first) throw new RangeError('no map given');
  const values = first.values.map((v, i) => rest.reduce((best, { values: other }) => Math.max(best, Math.abs(other[i] ?? 0)), Math.abs(v)));
  return { ...first, values };
}

/** Every block that the box touches becomes at least that strong, by absolute value. @param box px. */
export function markBox({ columns, rows, values }: BlockMap, { x, y, width, height }: Box, strength: number): void {
  for (let row = Math.floor(y / BLOCK); row <= Math.min(rows - 1, Math.floor((y + height) / BLOCK)); row++) {
    for (let column = Math.floor(x / BLOCK); column <= Math.min(columns - 1, Math.floor((x + width) / BLOCK)); column++) {
      const at = row * columns + column;
      if (Math.abs(strength) > Math.abs(values[at] ?? 0)) values[at] = strength;
    }
  }
}

/** Sums over any rectangle in constant time. Source: Crow, SIGGRAPH 1984, doi:10.1145/800031.808600. */
export interface SumTable {
  /** Of blocks [x0, x1) × [y0, y1), clipped to the map. */
  sum(x0: number, y0: number, x1: number, y1: number): number;
}

export function sumTable(columns: number, rows: number, value: (i: number) => number): SumTable {
  const stride = columns + 1;
  const table = new Float64Array(stride * (rows + 1));
  for (let y = 0; y < rows; y++) {
    let line = 0;
    for (let x = 0; x < columns; x++) {
      line += value(y * columns + x);
      table[(y + 1) * stride + x + 1] = (table[y * stride + x + 1] ?? 0) + line;
    }
  }
  const clamp = (v: number, max: number): number => (v < 0 ? 0 : v > max ? max : v);
  return {
    sum(x0, y0, x1, y1) {
      const [left, right] = [clamp(x0, columns), clamp(x1, columns)];
      const [top, bottom] = [clamp(y0, rows) * stride, clamp(y1, rows) * stride];
      return (table[bottom + right] ?? 0) - (table[bottom + left] ?? 0) - (table[top + right] ?? 0) + (table[top + left] ?? 0);
    },
  };
}

/** Mean of the largest absolute values: a peak that one odd block cannot make. */
export function peakOf({ values }: BlockMap, blocks = 4): number {
  const top = values.map(Math.abs).sort().subarray(Math.max(0, values.length - blocks));
  return top.reduce((sum, v) => sum + v, 0) / Math.max(1, top.length);
}
