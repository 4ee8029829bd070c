/** The grid every mark is defined on, whatever the size of the file. */

/** px, side of a block; both sides of the grid are multiples of it. */
export const BLOCK = 16;
/** px² of the grid: 768 × 512. */
const AREA = 768 * 512;
/** px; a strip of an image still gets this many rows. */
const LEAST_SIDE = 64;

export interface Grid {
  /** px, a multiple of 16. */
  readonly columns: number;
  readonly rows: number;
}

/** The grid of an image of this size: its aspect to within half a block, always nearly the same area. */
export function canonicalGrid(width: number, height: number): Grid {
  const zoom = Math.sqrt(AREA / (width * height));
  const side = (length: number): number => Math.max(LEAST_SIDE, Math.round((length * zoom) / BLOCK) * BLOCK);
  return { columns: side(width), rows: side(height) };
}

export function blockCount({ columns, rows }: Grid): number {
  return (columns / BLOCK) * (rows / BLOCK);
}
