/** Similarities of the plane (turn, scale, shift, with or without mirroring) and their fit to matched points. */
import type { Matrix } from '../../core/geometry.ts';

/** Matched points as parallel arrays, px: (x, y) is matched to (u, v). */
export interface Pairs {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

export interface Similarity {
  /** Linear part is [a, −b; b, a], or [a, b; b, −a] when mirrored. */
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
  readonly mirrored: boolean;
}

export function toMatrix({ a, b, tx, ty, mirrored }: Similarity): Matrix {
  return mirrored ? [a, b, tx, b, -a, ty, 0, 0, 1] : [a, -b, tx, b, a, ty, 0, 0, 1];
}

/** Least squares over the chosen pairs; `undefined` when they coincide. Source: Umeyama, IEEE TPAMI 13(4), 1991, doi:10.1109/34.88573, in closed form for the plane. */
export function fitSimilarity({ x, y, u, v }: Pairs, chosen: Int32Array, mirrored: boolean): Similarity | undefined {
  const n = chosen.length;
  let [mx, my, mu, mv] = [0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    const i = chosen[k] ?? 0;
    mx += x[i] ?? 0;
    my += y[i] ?? 0;
    mu += u[i] ?? 0;
    mv += v[i] ?? 0;
  }
  [mx, my, mu, mv] = [mx / n, my / n, mu / n, mv / n];
  let [sa, sb, spread] = [0, 0, 0];
  for (let k = 0; k < n; k++) {
    const i = chosen[k] ?? 0;
    const dx = (x[i] ?? 0) - mx;
    const dy = (y[i] ?? 0) - my;
    const du = (u[i] ?? 0) - mu;
    const dv = (v[i] ?? 0) - mv;
    sa += mirrored ? dx * du - dy * dv : dx * du + dy * dv;
    sb += mirrored ? dy * du + dx * dv : dx * dv - dy * du;
    spread += dx * dx + dy * dy;
  }
  if (spread < 1e-9) return undefined;
  const [a, b] = [sa / spread, sb / spread];
  return mirrored
    ? { a, b, mirrored, tx: mu - a * mx - b * my, ty: mv - b * mx + a * my }
    : { a, b, mirrored, tx: mu - a * mx + b * my, ty: mv - b * mx - a * my };
}

/** The better of both senses for pairs that were fitted by neither yet. */
export function fitEitherSense(pairs: Pairs, chosen: Int32Array): Similarity | undefined {
  const plain = fitSimilarity(pairs, chosen, false);
  const mirrored = fitSimilarity(pairs, chosen, true);
  if (!plain || !mirrored) return plain ?? mirrored;
  // Equal spreads: the fit with the larger scale explains more of the variance.
  return Math.hypot(plain.a, plain.b) >= Math.hypot(mirrored.a, mirrored.b) ? plain : mirrored;
}

export function mapX({ a, b, tx, mirrored }: Similarity, x: number, y: number): number {
  return mirrored ? a * x + b * y + tx : a * x - b * y + tx;
}

export function mapY({ a, b, ty, mirrored }: Similarity, x: number, y: number): number {
  return mirrored ? b * x - a * y + ty : b * x + a * y + ty;
}

export function scaleOf({ a, b }: Similarity): number {
  return Math.hypot(a, b);
}

export function inverseOf(s: Similarity): Similarity {
  const { a, b, tx, ty, mirrored } = s;
  const k = 1 / (a * a + b * b);
  const [ia, ib] = mirrored ? [a * k, b * k] : [a * k, -b * k];
  const linear: Similarity = { a: ia, b: ib, tx: 0, ty: 0, mirrored };
  return { ...linear, tx: -mapX(linear, tx, ty), ty: -mapY(linear, tx, ty) };
}
