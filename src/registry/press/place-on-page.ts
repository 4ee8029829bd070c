/** From where an image lies in what was searched to where it stands on the page. */
import { applyTo, multiply, type Box, type Matrix } from '../../core/geometry.ts';

interface Size {
  /** px */
  readonly width: number;
  readonly height: number;
}

/**
 * Pixels of the registered image → points of the page.
 *
 * @param toQuery pixels of the registered image → pixels of the picture that was searched.
 * @param query the picture that was searched, which stands at `at` on the page.
 */
export function toPage(toQuery: Matrix, query: Size, at: Box<'page'>): Matrix {
  return multiply([at.width / query.width, 0, at.x, 0, at.height / query.height, at.y, 0, 0, 1], toQuery);
}

/** Outline of the part of a registered image that a page shows within a box: a convex polygon in points of the page. */
export function placeOnPage(transform: Matrix, image: Size, at: Box<'page'>): readonly (readonly [number, number])[] {
  const corners = [[0, 0], [image.width, 0], [image.width, image.height], [0, image.height]].map(([x = 0, y = 0]): readonly [number, number] => {
    const point = applyTo(transform, { x, y });
    return [point.x, point.y];
  });
  return clip(corners, at).map(([x, y]) => [round(x), round(y)] as const);
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** What lies within a box. Source: Sutherland and Hodgman, CACM 17(1), 1974, doi:10.1145/360767.360802. */
function clip(polygon: readonly (readonly [number, number])[], { x, y, width, height }: Box<'page'>): readonly (readonly [number, number])[] {
  const edges: readonly (readonly [axis: 0 | 1, limit: number, sign: 1 | -1])[] = [[0, x, 1], [0, x + width, -1], [1, y, 1], [1, y + height, -1]];
  return edges.reduce((points, [axis, limit, sign]) => points.flatMap((point, i) => {
    const before = points.at(i - 1) ?? point;
    const [here, there] = [sign * (point[axis] - limit), sign * (before[axis] - limit)];
    const share = there / (there - here);
    const crossing = [before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])] as const;
    if (here >= 0) return there >= 0 ? [point] : [crossing, point];
    return there >= 0 ? [crossing] : [];
  }), polygon);
}
