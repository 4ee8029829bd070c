/**
 * Sharpens a homography on the pixels: robust Gauss–Newton on the difference between the query and the tone-matched original.
 * Source: Evangelidis and Psarakis, IEEE TPAMI 30(10), 2008, doi:10.1109/TPAMI.2008.113, for the aim; Malis, ICRA 2004, doi:10.1109/ROBOT.2004.1308096,
 * for the mean of both gradients (second-order convergence).
 */
import { multiply, translation, type Matrix } from '../../core/geometry.ts';
import { solveSymmetric } from '../../imaging/matching/solve-symmetric.ts';
import { fitTone, toned } from '../tone-curve.ts';
import { seenFrom, type QueryLevels } from './query-levels.ts';

export interface HostLevel {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export interface RefineOptions {
  readonly rounds: number;
  /** 6 = affine corrections only. */
  readonly freedom: 6 | 8;
}

/** px of the level; smaller corrections end it. */
const CLOSE = 0.01;
/** Pixels of a level that must be seen. */
const LEAST_SEEN = 400;

/** Target of `level` → query, corrected; `undefined` when too little is seen. @param toQuery pixels of the level → query pixels. */
export function refineHomography(level: HostLevel, levels: QueryLevels, toQuery: Matrix, { rounds, freedom }: RefineOptions): Matrix | undefined {
  let matrix = toQuery;
  let best: { readonly matrix: Matrix; readonly error: number } | undefined;
  for (let round = 0; round <= rounds; round++) {
    const seen = seenFrom(levels, matrix, level);
    const curve = fitTone(level.data, seen.data, seen.inside);
    const step = correction(level, { expected: toned(curve, level.data), seen: seen.data, use: seen.inside, freedom });
    if (!step) break;
    if (!best || step.error < best.error) best = { matrix, error: step.error };
    else if (step.error > 1.05 * best.error) break;
    if (step.shift < CLOSE || round === rounds) break;
    const next = scaled(multiply(matrix, step.matrix));
    if (!next) break;
    matrix = next;
  }
  return best?.matrix;
}

interface Difference {
  readonly expected: Float32Array;
  readonly seen: Float32Array;
  readonly use: Uint8Array;
  readonly freedom: 6 | 8;
}

/** The correction, the largest shift of a corner it makes, and the mean robust error before it, relative to the deviation. */
function correction({ width, height }: HostLevel, { expected, seen, use, freedom }: Difference): { readonly matrix: Matrix; readonly shift: number; readonly error: number } | undefined {
  const unit = 2 / Math.max(width, height);
  const [cx, cy] = [width / 2, height / 2];
  const { scale, deviation, count } = spreadOf(expected, seen, use);
  if (count < LEAST_SEEN || deviation <= 0) return undefined;
  const A = new Float64Array(64);
  const b = new Float64Array(8);
  const J = new Float64Array(8);
  let [error, weights] = [0, 0];
  for (let y = 1; y < height - 1; y++) for (let x = 1; x < width - 1; x++) {
    const i = y * width + x;
    if (!use[i] || !use[i - 1] || !use[i + 1] || !use[i - width] || !use[i + width]) continue;
    const difference = (expected[i] ?? 0) - (seen[i] ?? 0);
    const ratio = difference / scale;
    const weight = 1 / (1 + ratio * ratio);
    error += Math.log1p(ratio * ratio) * scale;
    weights++;
    const gx = ((seen[i + 1] ?? 0) - (seen[i - 1] ?? 0) + (expected[i + 1] ?? 0) - (expected[i - 1] ?? 0)) / 4;
    const gy = ((seen[i + width] ?? 0) - (seen[i - width] ?? 0) + (expected[i + width] ?? 0) - (expected[i - width] ?? 0)) / 4;
    const [px, py] = [(x + 0.5 - cx) * unit, (y + 0.5 - cy) * unit];
    const along = -(gx * px + gy * py);
    J[0] = gx; J[1] = gy; J[2] = gx * px; J[3] = gx * py; J[4] = gy * px; J[5] = gy * py; J[6] = along * px; J[7] = along * py;
    for (let r = 0; r < freedom; r++) {
      const wr = weight * (J[r] ?? 0);
      b[r] = (b[r] ?? 0) + wr * difference;
      for (let c = 0; c <= r; c++) A[r * 8 + c] = (A[r * 8 + c] ?? 0) + wr * (J[c] ?? 0);
    }
  }
  const d = solvePart(A, b, freedom);
  if (!d || weights === 0) return undefined;
  const [tx = 0, ty = 0, xx = 0, xy = 0, yx = 0, yy = 0, gx = 0, gy = 0] = d;
  // (p, q) = unit · (x − centre): dx = tx + xx·p + xy·q − p·(gx·p + gy·q), and so for y.
  const about: Matrix = [1 + xx * unit, xy * unit, tx, yx * unit, 1 + yy * unit, ty, gx * unit * unit, gy * unit * unit, 1];
  const matrix = multiply(multiply(translation(cx, cy), about), translation(-cx, -cy));
  const shift = Math.max(...[-1, 1].flatMap((p) => [-1, 1].map((q) => Math.hypot(tx + xx * p + xy * q, ty + yx * p + yy * q))));
  return { matrix, shift, error: error / weights / deviation };
}

function solvePart(A: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const [part, right] = [new Float64Array(n * n), b.slice(0, n)];
  for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) part[r * n + c] = A[Math.max(r, c) * 8 + Math.min(r, c)] ?? 0;
  return solveSymmetric(part, right, 1e-4);
}

/** Scale of the residual for the robust weight (twice its mean absolute value), deviation of what is expected, pixels used. */
function spreadOf(expected: Float32Array, seen: Float32Array, use: Uint8Array): { readonly scale: number; readonly deviation: number; readonly count: number } {
  let [count, sum, squares, absolute] = [0, 0, 0, 0];
  for (let i = 0; i < use.length; i++) {
    if (!use[i]) continue;
    const e = expected[i] ?? 0;
    count++;
    sum += e;
    squares += e * e;
    absolute += Math.abs(e - (seen[i] ?? 0));
  }
  if (count === 0) return { scale: 1, deviation: 0, count };
  return { scale: 1 + (2 * absolute) / count, deviation: Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)), count };
}

/** The same transform with its last entry 1; `undefined` when that is 0 or anything is not finite. */
function scaled(m: Matrix): Matrix | undefined {
  const w = m[8];
  if (!Number.isFinite(w) || Math.abs(w) < 1e-12 || m.some((v) => !Number.isFinite(v))) return undefined;
  return [m[0] / w, m[1] / w, m[2] / w, m[3] / w, m[4] / w, m[5] / w, m[6] / w, m[7] / w, 1];
}
