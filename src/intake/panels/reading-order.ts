/** The order in which a person reads boxes: row by row, each row from left to right. */
import type { Box } from '../../core/geometry.ts';

/** Boxes are of one row when more than half of the lower one's height is shared with the first box of the row. */
export function inReadingOrder<T extends { readonly box: Box }>(items: readonly T[]): T[] {
  const rows: T[][] = [];
  for (const item of items.toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)) {
    const row = rows.findLast(([first]) => first && sharesRow(first.box, item.box));
    if (row) row.push(item);
    else rows.push([item]);
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.box.x - b.box.x || a.box.y - b.box.y));
}

function sharesRow(a: Box, b: Box): boolean {
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return shared > 0.5 * Math.min(a.height, b.height);
}
