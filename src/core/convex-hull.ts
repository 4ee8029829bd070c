/** The smallest convex polygon around points. */
import type { Point } from './geometry.ts';

/** Counter-clockwise in a frame with y down. Source: Andrew, IPL 9(5), 1979, doi:10.1016/0020-0190(79)90072-3. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((p, q) => p.x - q.x || p.y - q.y);
  const turn = (o: Point, p: Point, q: Point): number => (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const p of list) {
      while (chain.length >= 2 && turn(chain[chain.length - 2] as Point, chain[chain.length - 1] as Point, p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

/** Inside the polygon, or at most `margin` beyond each of its edges. @param hull as `convexHull` gives it. */
export function isWithin(hull: readonly Point[], p: Point, margin: number): boolean {
  if (hull.length < 3) return false;
  return hull.every((from, i) => {
    const to = hull[(i + 1) % hull.length] as Point;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    return (dx * (p.y - from.y) - dy * (p.x - from.x)) / Math.max(1e-9, Math.hypot(dx, dy)) >= -margin;
  });
}
