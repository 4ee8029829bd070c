/** The outline of a mask as a simple polygon. */
import type { Point } from '../../core/geometry.ts';
import { image } from '../../core/image.ts';
import { connectedComponents } from '../../imaging/components.ts';

/** Right, down, left, up: the crack between two pixels is walked with the region on the right hand. */
const TURNS = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;
/** px, how far the polygon may run from the true outline. */
const SLACK = 0.9;

/** The outer outline of the largest 4-connected part, holes filled, in pixels of the mask (corners whole); empty for an empty mask. */
export function outlineOf(mask: Uint8Array, width: number, height: number): Point[] {
  const { labels, components } = connectedComponents(image(width, height, 1, mask), 4);
  const largest = components.reduce<(typeof components)[number] | undefined>((best, next) => (best && best.area >= next.area ? best : next), undefined);
  if (!largest) return [];
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] === largest.label;
  return simplified(walk(inside, firstCorner(inside, largest.box)));
}

function firstCorner(inside: (x: number, y: number) => boolean, { x, y, width }: { x: number; y: number; width: number }): Point {
  for (let i = x; i < x + width; i++) if (inside(i, y)) return { x: i, y };
  return { x, y };
}

/** Crack following: turn right where the pixel ahead on the right is outside the region no more, else straight, else left. */
function walk(inside: (x: number, y: number) => boolean, start: Point): Point[] {
  const corners: Point[] = [];
  let { x, y } = start;
  let heading = 0;
  do {
    const [dx, dy] = TURNS[heading] ?? [1, 0];
    const right = inside(x + (dx - dy - 1) / 2, y + (dy + dx - 1) / 2);
    const left = inside(x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2);
    const turn = !right ? 1 : left ? 3 : 0;
    if (turn !== 0) corners.push({ x, y });
    heading = (heading + turn) % 4;
    const [nx, ny] = TURNS[heading] ?? [1, 0];
    x += nx;
    y += ny;
  } while (x !== start.x || y !== start.y);
  corners.push(start);
  return corners;
}

/** Source: Douglas and Peucker, Cartographica 10(2), 1973, doi:10.3138/FM57-6770-U75U-7727; on the two halves of a closed line. */
function simplified(points: readonly Point[]): Point[] {
  if (points.length < 8) return [...points];
  const start = points[0] ?? { x: 0, y: 0 };
  const far = points.reduce((best, p, i) => (distance2(p, start) > distance2(points[best] ?? start, start) ? i : best), 0);
  return [...halved(points.slice(0, far + 1)).slice(0, -1), ...halved([...points.slice(far), start]).slice(0, -1)];
}

function halved(points: readonly Point[]): Point[] {
  const [a, b] = [points[0], points.at(-1)];
  if (!a || !b || points.length < 3) return [...points];
  let [worst, at] = [0, 0];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  points.forEach((p, i) => {
    const off = length === 0 ? Math.sqrt(distance2(p, a)) : Math.abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length;
    if (off > worst) [worst, at] = [off, i];
  });
  if (worst <= SLACK) return [a, b];
  return [...halved(points.slice(0, at + 1)).slice(0, -1), ...halved(points.slice(at))];
}

function distance2(a: Point, b: Point): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}
