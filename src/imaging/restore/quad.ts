/** Four corners of a sheet in a picture. */
import type { Point } from '../../core/geometry.ts';

/** px of the picture as stored, continuous; clockwise as seen, from the top left corner of the sheet. */
export type Quad = readonly [Point, Point, Point, Point];

export const frameOf = (width: number, height: number): Quad => [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }];

/** Twice the signed area of the triangle: positive = clockwise as seen (y points down). */
const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** Convex, clockwise and not degenerate: each corner turns right by more than a hair. */
export function isClockwise([a, b, c, d]: Quad): boolean {
  const least = 1e-3 * Math.max(1, areaOf([a, b, c, d]));
  return [turn(a, b, c), turn(b, c, d), turn(c, d, a), turn(d, a, b)].every((t) => t > least);
}

/** px². Shoelace formula. */
export function areaOf(quad: Quad): number {
  return Math.abs(quad.reduce((sum, { x, y }, i) => {
    const next = quad[(i + 1) % 4] ?? quad[0];
    return sum + x * next.y - next.x * y;
  }, 0)) / 2;
}

/** The same quad, begun `by` corners later. */
export function begunAt(quad: Quad, by: number): Quad {
  const at = (i: number): Point => quad[(((i + by) % 4) + 4) % 4] ?? quad[0];
  return [at(0), at(1), at(2), at(3)];
}

/** Clockwise, from the corner that is nearest to the top left of the picture. */
export function ordered(corners: Quad): Quad {
  const [cx, cy] = [corners.reduce((sum, { x }) => sum + x, 0) / 4, corners.reduce((sum, { y }) => sum + y, 0) / 4];
  const [a, b, c, d] = [...corners].sort((p, q) => Math.atan2(p.y - cy, p.x - cx) - Math.atan2(q.y - cy, q.x - cx));
  if (!a || !b || !c || !d) return corners;
  const around: Quad = [a, b, c, d];
  const nearest = around.reduce((best, { x, y }, i) => (x + y < (around[best]?.x ?? 0) + (around[best]?.y ?? 0) ? i : best), 0);
  return begunAt(around, nearest);
}
