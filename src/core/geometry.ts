/** Points, boxes and plane transforms. Frames are phantom types, so composing the wrong ones does not compile. */

/**
 * `page`: PDF points, origin top left of the upright page. `figure`: pixels of an image as stored, origin top left.
 * `panel`: pixels of a panel cut from a figure. `canonical`, `reference`: see docs/coordinates.md.
 */
export type Frame = 'page' | 'figure' | 'panel' | 'canonical' | 'reference';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Axis-parallel box, half open: [x, x + width) × [y, y + height). */
export interface Box<F extends Frame = Frame> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly frame?: F;
}

/** 3 × 3 projective matrix, row-major, acting on column vectors (x, y, 1) of continuous coordinates (pixel centres at +0.5). */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** Maps frame A to frame B. */
export interface Transform<A extends Frame = Frame, B extends Frame = Frame> {
  readonly matrix: Matrix;
  readonly from?: A;
  readonly to?: B;
}

export const IDENTITY: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function translation(dx: number, dy: number): Matrix {
  return [1, 0, dx, 0, 1, dy, 0, 0, 1];
}

/** The matrix that applies `b` first and then `a`. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const [a0, a1, a2, a3, a4, a5, a6, a7, a8] = a;
  const [b0, b1, b2, b3, b4, b5, b6, b7, b8] = b;
  return [
    a0 * b0 + a1 * b3 + a2 * b6, a0 * b1 + a1 * b4 + a2 * b7, a0 * b2 + a1 * b5 + a2 * b8,
    a3 * b0 + a4 * b3 + a5 * b6, a3 * b1 + a4 * b4 + a5 * b7, a3 * b2 + a4 * b5 + a5 * b8,
    a6 * b0 + a7 * b3 + a8 * b6, a6 * b1 + a7 * b4 + a8 * b7, a6 * b2 + a7 * b5 + a8 * b8,
  ];
}

/** @throws {RangeError} the matrix is singular. */
export function invert(m: Matrix): Matrix {
  const [a, b, c, d, e, f, g, h, i] = m;
  const A = e * i - f * h;
  const B = f * g - d * i;
  const C = d * h - e * g;
  const det = a * A + b * B + c * C;
  if (!Number.isFinite(det) || Math.abs(det) < 1e-12) throw new RangeError(`singular matrix, determinant ${det}`);
  const s = 1 / det;
  return [
    A * s, (c * h - b * i) * s, (b * f - c * e) * s,
    B * s, (a * i - c * g) * s, (c * d - a * f) * s,
    C * s, (b * g - a * h) * s, (a * e - b * d) * s,
  ];
}

export function applyTo(m: Matrix, { x, y }: Point): Point {
  const w = m[6] * x + m[7] * y + m[8];
  return { x: (m[0] * x + m[1] * y + m[2]) / w, y: (m[3] * x + m[4] * y + m[5]) / w };
}

/** What a transform does, in words a person uses. Read off the affine part at the origin. */
export interface Motion {
  /** deg, in (−180, 180], clockwise as seen on screen (y points down); of the motion after un-mirroring. */
  readonly rotation: number;
  /** Geometric mean of the two singular values. */
  readonly scale: number;
  /** Mirrored left–right before it is rotated. */
  readonly mirrored: boolean;
}

export function motionOf(m: Matrix): Motion {
  const w = m[8];
  const [a, b, c, d] = [m[0] / w, m[1] / w, m[3] / w, m[4] / w];
  const det = a * d - b * c;
  const mirrored = det < 0;
  const s = mirrored ? -1 : 1;
  const rotation = (Math.atan2(c * s - b, a * s + d) * 180) / Math.PI;
  return { rotation: rotation <= -180 ? rotation + 360 : rotation, scale: Math.sqrt(Math.abs(det)), mirrored };
}
