import type { Box } from '../../core/geometry.ts';

/** Top to bottom, and left to right among things side by side: a row is what has its centre beside the first of the row. */
export function inReadingOrder<T>(items: readonly T[], boxOf: (item: T) => Box): readonly T[] {
  const waiting = [...items].sort((a, b) => boxOf(a).y - boxOf(b).y);
  const ordered: T[] = [];
  while (waiting.length > 0) {
    const first = waiting[0] as T;
    const bottom = boxOf(first).y + boxOf(first).height;
    const row = waiting.filter((item) => item === first || boxOf(item).y + boxOf(item).height / 2 < bottom);
    ordered.push(...row.sort((a, b) => boxOf(a).x - boxOf(b).x));
    for (const item of row) waiting.splice(waiting.indexOf(item), 1);
  }
  return ordered;
}
