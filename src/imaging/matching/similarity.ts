/** Plane transforms fitted to point pairs. */
import { invert, type Matrix } from '../../core/geometry.ts';

/** [x, y, x′, y′]: a point and where it goes. */
export type PointPair = readonly [number, number, number, number];

/**
 * The similarity (rotation, uniform scale, shift) with the least squared distance, as a matrix; `undefined` from fewer than two places.
 * Source: Umeyama, IEEE TPAMI 13(4), 1991, doi:10.1109/34.88573, without reflection.
 */
export function fitSimilarity(pairs: readonly PointPair[]): Matrix | undefined {
  const [mx, my, mu, mv] = means(pairs);
  let [dot, cross, spread] = [0, 0, 0];
  for (const [x, y, u, v] of pairs) {
    const [dx, dy, du, dv] = [x - mx, y - my, u - mu, v - mv];
    dot += dx * du + dy * dv;
    cross += dx * dv - dy * du;
    spread += dx * dx + dy * dy;
  }
  if (spread < 1e-6) return undefined;
  const [p, q] = [dot / spread, cross / spread];
  return [p, -q, mu - p * mx + q * my, q, p, mv - q * mx - p * my, 0, 0, 1];
}

/** The affine transform with the least squared distance; `undefined` when the points lie on a line. */
export function fitAffine(pairs: readonly PointPair[]): Matrix | undefined {
  const [mx, my, mu, mv] = means(pairs);
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (const [x, y, u, v] of pairs) {
    const [dx, dy, du, dv] = [x - mx, y - my, u - mu, v - mv];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    xu += dx * du;
    yu += dy * du;
    xv += dx * dv;
    yv += dy * dv;
  }
  const determinant = xx * yy - xy * xy;
  if (pairs.length < 3 || determinant < 1e-4 * (xx + yy) ** 2) return undefined;
  const [a, b] = [(xu * yy - yu * xy) / determinant, (yu * xx - xu * xy) / determinant];
  const [c, d] = [(xv * yy - yv * xy) / determinant, (yv * xx - xv * xy) / determinant];
  return [a, b, mu - a * mx - b * my, c, d, mv - c * mx - d * my, 0, 0, 1];
}

/** Distance in the target between where a pair says and where the matrix goes, unit px. */
export function residual(m: Matrix, [x, y, u, v]: PointPair): number {
  const w = m[6] * x + m[7] * y + m[8];
  const du = (m[0] * x + m[1] * y + m[2]) / w - u;
  const dv = (m[3] * x + m[4] * y + m[5]) / w - v;
  return Math.sqrt(du * du + dv * dv);
}

/** Whether a transform can be undone and neither shears nor stretches beyond `most` : 1. */
export function isSane(m: Matrix, most = 1.6): boolean {
  try {
    invert(m);
  } catch {
    return false;
  }
  const [a, b, c, d] = [m[0], m[1], m[3], m[4]];
  const total = a * a + b * b + c * c + d * d;
  const det = Math.abs(a * d - b * c);
  const big = (Math.sqrt(total + 2 * det) + Math.sqrt(Math.max(0, total - 2 * det))) / 2;
  const small = (Math.sqrt(total + 2 * det) - Math.sqrt(Math.max(0, total - 2 * det))) / 2;
  return small > 1e-6 && big / small <= most;
}

function means(pairs: readonly PointPair[]): [number, number, number, number] {
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  for (const pair of pairs) for (let i = 0; i < 4; i++) sums[i] = (sums[i] ?? 0) + (pair[i] ?? 0);
  return [sums[0] / pairs.length, sums[1] / pairs.length, sums[2] / pairs.length, sums[3] / pairs.length];
}
