/** Plane homographies fitted to point pairs. */
import { multiply, type Matrix } from '../../core/geometry.ts';
import type { PointPair } from './similarity.ts';

/**
 * The homography with the least weighted squared algebraic error in normalised coordinates; `undefined` from fewer than four pairs or when they do not fix one.
 * Source: Hartley and Zisserman, Multiple View Geometry, 2004, §4.1 and §4.4 (normalised direct linear transform with h₃₃ = 1).
 *
 * @param weights one for each pair; absent = 1.
 */
export function fitHomography(pairs: readonly PointPair[], weights?: ArrayLike<number>): Matrix | undefined {
  if (pairs.length < 4) return undefined;
  const from = normaliser(pairs, 0);
  const to = normaliser(pairs, 2);
  const normal = new Float64Array(64);
  const right = new Float64Array(8);
  pairs.forEach(([px, py, pu, pv], i) => {
    const weight = weights?.[i] ?? 1;
    const [x, y, u, v] = [(px - from.x) * from.s, (py - from.y) * from.s, (pu - to.x) * to.s, (pv - to.y) * to.s];
    accumulate(normal, right, [x, y, 1, 0, 0, 0, -u * x, -u * y], u, weight);
    accumulate(normal, right, [0, 0, 0, x, y, 1, -v * x, -v * y], v, weight);
  });
  const h = solveSymmetric(normal, right, 1e-9);
  if (!h) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0] = h;
  const inner: Matrix = [a, b, c, d, e, f, g, k, 1];
  const m = multiply(multiply([1 / to.s, 0, to.x, 0, 1 / to.s, to.y, 0, 0, 1], inner), [from.s, 0, -from.s * from.x, 0, from.s, -from.s * from.y, 0, 0, 1]);
  return scaled(m);
}

/** The same transform with its last entry 1; `undefined` when that is 0 or anything is not finite. */
export function scaled(m: Matrix): Matrix | undefined {
  const w = m[8];
  if (!Number.isFinite(w) || Math.abs(w) < 1e-12 || m.some((v) => !Number.isFinite(v))) return undefined;
  return [m[0] / w, m[1] / w, m[2] / w, m[3] / w, m[4] / w, m[5] / w, m[6] / w, m[7] / w, 1];
}

/** x of A x = b for a symmetric positive definite A (n × n, row-major), by Cholesky; `undefined` when it is nearly singular. @param ridge share of each diagonal entry added to it. */
export function solveSymmetric(A: Float64Array, b: Float64Array, ridge = 0): Float64Array | undefined {
  const n = b.length;
  const L = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) {
    let sum = (A[i * n + j] ?? 0) * (i === j ? 1 + ridge : 1);
    for (let k = 0; k < j; k++) sum -= (L[i * n + k] ?? 0) * (L[j * n + k] ?? 0);
    if (i !== j) L[i * n + j] = sum / (L[j * n + j] ?? 1);
    else if (sum > 1e-12 * Math.max(1e-30, A[i * n + i] ?? 0)) L[i * n + i] = Math.sqrt(sum);
    else return undefined;
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (L[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (L[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - (L[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (L[i * n + i] ?? 1);
  }
  return x;
}

function accumulate(normal: Float64Array, right: Float64Array, row: readonly number[], value: number, weight: number): void {
  for (let i = 0; i < 8; i++) {
    const wi = weight * (row[i] ?? 0);
    if (wi === 0) continue;
    right[i] = (right[i] ?? 0) + wi * value;
    for (let j = 0; j < 8; j++) normal[i * 8 + j] = (normal[i * 8 + j] ?? 0) + wi * (row[j] ?? 0);
  }
}

/** Centre, and the scale that makes the mean distance to it √2. */
function normaliser(pairs: readonly PointPair[], at: 0 | 2): { readonly x: number; readonly y: number; readonly s: number } {
  let [x, y] = [0, 0];
  for (const pair of pairs) {
    x += pair[at] / pairs.length;
    y += pair[at + 1 as 1 | 3] / pairs.length;
  }
  let mean = 0;
  for (const pair of pairs) mean += Math.hypot(pair[at] - x, pair[at + 1 as 1 | 3] - y) / pairs.length;
  return { x, y, s: Math.SQRT2 / Math.max(1e-9, mean) };
}
