/** Cuts a region to a box. */
import type { Box, Frame, Point } from '../core/geometry.ts';
import type { Region } from '../core/regions.ts';

/** What of a convex region lies in the box; fewer than three vertices: nothing. Source: Sutherland and Hodgman, CACM 17(1), 1974, doi:10.1145/360767.360802. */
export function clipToBox<F extends Frame>({ polygon }: Region<F>, { x, y, width, height }: Box): Region<F> {
  const edges: readonly ((p: Point) => number)[] = [(p) => p.x - x, (p) => x + width - p.x, (p) => p.y - y, (p) => y + height - p.y];
  return { polygon: edges.reduce<readonly Point[]>((points, inside) => points.flatMap((p, i) => {
    const q = points[(i + 1) % points.length] ?? p;
    const [a, b] = [inside(p), inside(q)];
    const crossing = a >= 0 !== b >= 0 ? [{ x: p.x + ((q.x - p.x) * a) / (a - b), y: p.y + ((q.y - p.y) * a) / (a - b) }] : [];
    return [...(a >= 0 ? [p] : []), ...crossing];
  }), polygon) };
}
