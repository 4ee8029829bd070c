/** Plane projective transforms fitted to point pairs. */
import { invert, multiply, type Matrix } from '../../core/geometry.ts';
import type { PointPair } from './similarity.ts';

/**
 * The homography with the least algebraic error after normalisation; `undefined` from fewer than four pairs or when they lie on a line.
 * Source: Hartley and Zisserman, Multiple View Geometry, 2nd ed., 2004, algorithm 4.2, with h₃₃ = 1.
 */
export function fitHomography(pairs: readonly PointPair[]): Matrix | undefined {
  if (pairs.length < 4) return undefined;
  const from = normaliser(pairs.map(([x, y]) => [x, y] as const));
  const to = normaliser(pairs.map(([, , u, v]) => [u, v] as const));
  if (!from || !to) return undefined;
  const normal = new Float64Array(64);
  const right = new Float64Array(8);
  for (const [px, py, pu, pv] of pairs) {
    const [x, y] = [from[0] * px + from[2], from[4] * py + from[5]];
    const [u, v] = [to[0] * pu + to[2], to[4] * pv + to[5]];
    addRow(normal, right, [x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    addRow(normal, right, [0, 0, 0, x, y, 1, -v * x, -v * y], v);
  }
  const h = solved(normal, right);
  if (!h) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  const m = multiply(invert(to), multiply([a, b, c, d, e, f, g, i, 1], from));
  if (!Number.isFinite(m[8]) || Math.abs(m[8]) < 1e-12) return undefined;
  return m.map((value) => value / m[8]) as unknown as Matrix;
}

/** Moves the mean to the origin and the mean distance to √2. */
function normaliser(points: readonly (readonly [number, number])[]): Matrix | undefined {
  const n = points.length;
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x, y]) => sum + Math.hypot(x - mx, y - my), 0) / n;
  if (spread < 1e-6) return undefined;
  const s = Math.SQRT2 / spread;
  return [s, 0, -s * mx, 0, s, -s * my, 0, 0, 1];
}

function addRow(normal: Float64Array, right: Float64Array, row: readonly number[], value: number): void {
  for (let i = 0; i < 8; i++) {
    for (let j = 0; j < 8; j++) normal[i * 8 + j] = (normal[i * 8 + j] ?? 0) + (row[i] ?? 0) * (row[j] ?? 0);
    right[i] = (right[i] ?? 0) + (row[i] ?? 0) * value;
  }
}

/** Gaussian elimination with pivoting, 8 × 8. */
function solved(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const [a, b] = [matrix.slice(), right.slice()];
  const at = (row: number, column: number): number => a[row * 8 + column] ?? 0;
  for (let k = 0; k < 8; k++) {
    let pivot = k;
    for (let row = k + 1; row < 8; row++) if (Math.abs(at(row, k)) > Math.abs(at(pivot, k))) pivot = row;
    if (Math.abs(at(pivot, k)) < 1e-10) return undefined;
    for (let column = 0; column < 8; column++) [a[k * 8 + column], a[pivot * 8 + column]] = [at(pivot, column), at(k, column)];
    [b[k], b[pivot]] = [b[pivot] ?? 0, b[k] ?? 0];
    for (let row = k + 1; row < 8; row++) {
      const factor = at(row, k) / at(k, k);
      for (let column = k; column < 8; column++) a[row * 8 + column] = at(row, column) - factor * at(k, column);
      b[row] = (b[row] ?? 0) - factor * (b[k] ?? 0);
    }
  }
  for (let k = 7; k >= 0; k--) {
    let sum = b[k] ?? 0;
    for (let column = k + 1; column < 8; column++) sum -= at(k, column) * (b[column] ?? 0);
    b[k] = sum / at(k, k);
  }
  return b;
}
