import type { Box } from '../../core/geometry.ts';

/** Top to bottom, and left to right among things side by side: in a row with the topmost are those whose centre lies beside it, or its centre beside them. */
export function inReadingOrder<T>(items: readonly T[], boxOf: (item: T) => Box): readonly T[] {
  const waiting = [...items].sort((a, b) => boxOf(a).y - boxOf(b).y);
  const ordered: T[] = [];
  while (waiting.length > 0) {
    const first = waiting[0] as T;
    const row = waiting.filter((item) => item === first || isBeside(boxOf(first), boxOf(item)));
    ordered.push(...row.sort((a, b) => boxOf(a).x - boxOf(b).x));
    for (const item of row) waiting.splice(waiting.indexOf(item), 1);
  }
  return ordered;
}

function isBeside(first: Box, other: Box): boolean {
  const within = (y: number, { y: top, height }: Box): boolean => y >= top && y <= top + height;
  return within(first.y + first.height / 2, other) || within(other.y + other.height / 2, first);
}
