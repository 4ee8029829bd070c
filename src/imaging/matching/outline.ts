/** Masks to outlines. */
import type { Point } from '../../core/geometry.ts';

/** A bitmap: not 0 = inside. Row-major. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Directions clockwise on screen: right, down, left, up. */
const STEPS = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;

/**
 * The outer outline of the first part (in reading order) of a mask, clockwise, along pixel edges, simplified; holes are filled.
 * Parts that touch at a corner only count as apart. Empty for an empty mask.
 *
 * @param tolerance px; how far the simplified outline may lie from the pixel edges.
 * @returns continuous coordinates: the pixel (0, 0) alone gives the square (0, 0) … (1, 1).
 */
export function traceOutline(mask: Bitmap, { tolerance = 0.75 }: { readonly tolerance?: number } = {}): Point[] {
  const { width, height, data } = mask;
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] !== 0;
  const first = data.findIndex((value) => value !== 0);
  if (first < 0) return [];
  const start = { x: first % width, y: Math.floor(first / width) };

  const corners: Point[] = [start];
  let { x, y } = start;
  let direction = 0;
  do {
    const [dx, dy] = STEPS[direction] ?? [1, 0];
    // The two pixels ahead: on the right of the walk lies the inside.
    const [ax, ay] = [x + (dx - dy - 1) / 2, y + (dx + dy - 1) / 2];
    const right = inside(ax, ay);
    const left = inside(ax + dy, ay - dx);
    if (!right) {
      direction = (direction + 1) % 4;
      corners.push({ x, y });
    } else if (left) {
      direction = (direction + 3) % 4;
      corners.push({ x, y });
    }
    const [sx, sy] = STEPS[direction] ?? [1, 0];
    x += sx;
    y += sy;
  } while (x !== start.x || y !== start.y || direction !== 3);
  return simplified(corners, tolerance);
}

/** Fewer vertices of a closed polygon, none farther than `tolerance` away. Source: Douglas and Peucker, Cartographica 10(2), 1973, doi:10.3138/FM57-6770-U75U-7727. */
export function simplified(polygon: readonly Point[], tolerance: number): Point[] {
  const first = polygon[0];
  if (!first || polygon.length < 4) return [...polygon];
  let far = 0;
  for (const [i, p] of polygon.entries()) {
    const q = polygon[far] ?? first;
    if (Math.hypot(p.x - first.x, p.y - first.y) > Math.hypot(q.x - first.x, q.y - first.y)) far = i;
  }
  const there = thinned(polygon.slice(0, far + 1), tolerance);
  const back = thinned([...polygon.slice(far), first], tolerance);
  return [...there.slice(0, -1), ...back.slice(0, -1)];
}

function thinned(line: readonly Point[], tolerance: number): Point[] {
  const [a, b] = [line[0], line.at(-1)];
  if (!a || !b || line.length < 3) return [...line];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  let [far, most] = [0, tolerance];
  for (const [i, p] of line.entries()) {
    const away = length === 0 ? Math.hypot(p.x - a.x, p.y - a.y) : Math.abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / length;
    if (away > most) [far, most] = [i, away];
  }
  if (far === 0) return [a, b];
  return [...thinned(line.slice(0, far + 1), tolerance).slice(0, -1), ...thinned(line.slice(far), tolerance)];
}
