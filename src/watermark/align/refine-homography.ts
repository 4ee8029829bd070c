/**
 * Sharpens a homography on the pixels: robust Gauss–Newton on the difference between the query and the tone-matched original.
 * Source: Evangelidis and Psarakis, IEEE TPAMI 30(10), 2008, doi:10.1109/TPAMI.2008.113, for the aim; Malis, ICRA 2004, doi:10.1109/ROBOT.2004.1308096,
 * for the mean of both gradients (second-order convergence).
 */
import { multiply, translation, type Matrix } from '../../core/geometry.ts';
import { solveSymmetric } from '../../imaging/matching/solve-symmetric.ts';
import { TENSOR_FIELDS, tensorCells } from '../../imaging/kernels/tone.ts';
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

/** px of the level; pixels of a cell share their place. */
const CELL = 4;
/** px of the level; smaller corrections end it. */
const CLOSE = 0.01;
/** Pixels of a level that must be seen. */
const LEAST_SEEN = 400;

/** Target of `level` → query, corrected; `undefined` when too little is seen. @param toQuery pixels of the level → query pixels. */
export function refineHomography(level: HostLevel, levels: QueryLevels, toQuery: Matrix, { rounds, freedom }: RefineOptions): Matrix | undefined {
  let matrix = toQuery;
  let best: { readonly matrix: Matrix; readonly error: number } | undefined;
  for (let round = 0; round <= rounds; round++) {
    const { data: seen, inside: use } = seenFrom(levels, matrix, level);
    const curve = fitTone(level.data, seen, use);
    const step = correction(level, { expected: toned(curve, level.data), seen, use, scale: 1 + 2 * curve.deviation, freedom });
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
  /** grey, of the robust weight. */
  readonly scale: number;
  readonly freedom: 6 | 8;
}

/** The correction, the largest shift of a corner it makes, and the mean robust error before it. */
function correction({ width, height }: HostLevel, { expected, seen, use, scale, freedom }: Difference): { readonly matrix: Matrix; readonly shift: number; readonly error: number } | undefined {
  const cells = tensorCells({ width, height, data: expected }, seen, use, { scale, cell: CELL });
  const unit = 2 / Math.max(width, height);
  const [cx, cy] = [width / 2, height / 2];
  const A = new Float64Array(64);
  const b = new Float64Array(8);
  const { data, width: across } = cells;
  // Every parameter moves the cell by (U, V): its row of the Jacobian is U·gx + V·gy.
  const [U, V] = [Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0), Float64Array.of(0, 1, 0, 0, 0, 0, 0, 0)];
  let [error, count] = [0, 0];
  for (let cell = 0, at = 0; at < data.length; cell++, at += TENSOR_FIELDS) {
    const n = data[at + 6] ?? 0;
    if (n === 0) continue;
    const [xx, xy, yy, xd, yd] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, data[at + 3] ?? 0, data[at + 4] ?? 0];
    error += data[at + 5] ?? 0;
    count += n;
    const p = (((cell % across) + 0.5) * CELL - cx) * unit;
    const q = ((Math.floor(cell / across) + 0.5) * CELL - cy) * unit;
    U[2] = V[4] = p;
    U[3] = V[5] = q;
    U[6] = -p * p;
    U[7] = V[6] = -p * q;
    V[7] = -q * q;
    for (let r = 0; r < freedom; r++) {
      const [u, v] = [U[r] ?? 0, V[r] ?? 0];
      b[r] = (b[r] ?? 0) + u * xd + v * yd;
      const [gu, gv] = [u * xx + v * xy, u * xy + v * yy];
      for (let c = 0; c <= r; c++) A[r * 8 + c] = (A[r * 8 + c] ?? 0) + gu * (U[c] ?? 0) + gv * (V[c] ?? 0);
    }
  }
  if (count < LEAST_SEEN) return undefined;
  const d = solvePart(A, b, freedom);
  if (!d) return undefined;
  const [tx = 0, ty = 0, xx = 0, xy = 0, yx = 0, yy = 0, gx = 0, gy = 0] = d;
  // (p, q) = unit · (x − centre): dx = tx + xx·p + xy·q − p·(gx·p + gy·q), and so for y.
  const about: Matrix = [1 + xx * unit, xy * unit, tx, yx * unit, 1 + yy * unit, ty, gx * unit * unit, gy * unit * unit, 1];
  const matrix = multiply(multiply(translation(cx, cy), about), translation(-cx, -cy));
  const shift = Math.max(...[-1, 1].flatMap((p) => [-1, 1].map((q) => Math.hypot(tx + xx * p + xy * q, ty + yx * p + yy * q))));
  // The scale falls as the fit improves, so the error is weighed with it.
  return { matrix, shift, error: (error / count) * scale * scale };
}

function solvePart(A: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const [part, right] = [new Float64Array(n * n), b.slice(0, n)];
  for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) part[r * n + c] = A[Math.max(r, c) * 8 + Math.min(r, c)] ?? 0;
  return solveSymmetric(part, right, 1e-4);
}

/** The same transform with its last entry 1; `undefined` when that is 0 or anything is not finite. */
function scaled(m: Matrix): Matrix | undefined {
  const w = m[8];
  if (!Number.isFinite(w) || Math.abs(w) < 1e-12 || m.some((v) => !Number.isFinite(v))) return undefined;
  return [m[0] / w, m[1] / w, m[2] / w, m[3] / w, m[4] / w, m[5] / w, m[6] / w, m[7] / w, 1];
}
