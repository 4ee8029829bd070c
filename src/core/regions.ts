/** Regions: simple polygons in a stated frame. */
import { applyTo, type Box, type Frame, type Matrix, type Point } from './geometry.ts';

/** A simple polygon, its vertices in order (either sense), unit px of its frame (pt for `page`). It traces the region itself, not its bounding box. */
export interface Region<F extends Frame = 'figure'> {
  readonly polygon: readonly Point[];
  readonly frame?: F;
}

export function boxRegion<F extends Frame>({ x, y, width, height }: Box<F>): Region<F> {
  return { polygon: [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }] };
}

export function boundingBox<F extends Frame>(region: Region<F>): Box<F> {
  const xs = region.polygon.map(({ x }) => x);
  const ys = region.polygon.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Area by the shoelace formula, unit px², never negative. */
export function areaOf({ polygon }: Region<Frame>): number {
  let twice = 0;
  for (const [i, p] of polygon.entries()) {
    const q = polygon[(i + 1) % polygon.length] ?? p;
    twice += p.x * q.y - q.x * p.y;
  }
  return Math.abs(twice) / 2;
}

export function mapRegion<A extends Frame, B extends Frame>(region: Region<A>, matrix: Matrix): Region<B> {
  return { polygon: region.polygon.map((p) => applyTo(matrix, p)) };
}

/** Intersection over union of two boxes, in [0, 1]. */
export function boxIou(a: Box, b: Box): number {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  const both = w * h;
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Whether a point lies inside, by the even–odd rule. */
export function contains({ polygon }: Region<Frame>, { x, y }: Point): boolean {
  let inside = false;
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
