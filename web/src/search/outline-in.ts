/** Where one image lies in another. */
import { applyTo, invert, type Matrix, type Point } from '../../../src/core/geometry.ts';
import { contains } from '../../../src/core/regions.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export function toMatrix(values: readonly number[]): Matrix | undefined {
  return values.length === 9 && values.every(Number.isFinite) ? (values as unknown as Matrix) : undefined;
}

/**
 * Corners of an image of this size under a plane transform, or under its inverse.
 * Undefined: it cannot be inverted, or a corner lies behind the plane, where no outline can be drawn.
 */
export function outlineIn({ width, height }: Size, matrix: Matrix, way: 'there' | 'back' = 'there'): readonly Point[] | undefined {
  const m = way === 'there' ? matrix : inverse(matrix);
  if (!m) return undefined;
  const corners = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }];
  const depths = corners.map(({ x, y }) => m[6] * x + m[7] * y + m[8]);
  const [first = 0] = depths;
  return first !== 0 && depths.every((depth) => depth * first > 0) ? corners.map((corner) => applyTo(m, corner)) : undefined;
}

/** Whether an image of this size lies within an outline as a whole: then nothing of the outline is seen on it. */
export function isInside({ width, height }: Size, outline: readonly Point[]): boolean {
  return [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }].every((corner) => contains({ polygon: outline }, corner));
}

function inverse(matrix: Matrix): Matrix | undefined {
  try {
    return invert(matrix);
  } catch {
    return undefined;
  }
}
