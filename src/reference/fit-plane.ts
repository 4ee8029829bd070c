/** The geometry that many matches agree on, no freer than it has to be and than the search allows. */
import { motionOf, type Matrix } from '../core/geometry.ts';
import type { TransformLimit } from '../core/reference.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { findSimilarities } from '../imaging/matching/find-similarities.ts';
import { fitHomography } from '../imaging/matching/homography.ts';
import type { Match } from '../imaging/matching/match-descriptors.ts';
import { fitAffine, isSane, residual, type PointPair } from '../imaging/matching/similarity.ts';

export interface PlaneFit {
  /** Pixels of the registered image → pixels of the query. */
  readonly matrix: Matrix;
  readonly inliers: readonly PointPair[];
  /** Distinct places. */
  readonly count: number;
}

/** px of the query. */
const TOLERANCE = 4;
/** Longest axis to shortest of what an affine fit may do. */
const MOST_STRETCH = 2.2;
/** Inliers from which a freer model is tried, and the gain that it must bring. */
const AFFINE_FROM = 6;
const HOMOGRAPHY_FROM = 12;
const GAIN = 1.2;
/** With many inliers a small gain is no chance: a view from the side gains only at the corners, where the pixels are checked too. */
const MANY = 30;
const SMALL_GAIN = 1.03;
/**
 * Mean squared residual, as a share of the plainer model's, from which a freer one is kept that has about as many inliers: two more parameters
 * fitted to noise take 2 / 2n of it. Seven of ten views from the side on the tune half took more than 3 % more inliers, the other three did not.
 */
const CLOSER = 0.6;
const AS_MANY = 0.9;
/** deg; what `scale` still calls not turned. */
const UPRIGHT = 4;

export interface FitOptions {
  readonly limit: TransformLimit;
  /** px, width of the query when the matches are with its mirror image. */
  readonly mirrorWidth?: number;
  readonly least: number;
}

/** @returns `undefined` when fewer than `least` matches agree, or only in a way that the limit forbids. */
export function fitPlane(registered: Keypoints, query: Keypoints, matches: readonly Match[], { limit, mirrorWidth, least }: FitOptions): PlaneFit | undefined {
  const [first] = findSimilarities(registered, query, matches, {
    rounds: 1, minInliers: least, minScale: 0.02, maxScale: 50, tolerancePx: TOLERANCE, ...(mirrorWidth === undefined ? {} : { mirrorWidth }),
  });
  if (!first || !allowed(first.matrix, limit)) return undefined;
  const all = matches.map(({ a, b }): PointPair => [registered.x[a] ?? 0, registered.y[a] ?? 0, query.x[b] ?? 0, query.y[b] ?? 0]);
  let fit: PlaneFit = { matrix: first.matrix, inliers: first.matches, count: first.inliers };
  if (limit === 'scale') return fit;
  if (fit.count >= AFFINE_FROM) fit = freer(fit, all, fitAffine, (m) => isSane(m, MOST_STRETCH)) ?? fit;
  if (limit === 'perspective' && fit.count >= HOMOGRAPHY_FROM) fit = freer(fit, all, fitHomography, isView) ?? fit;
  return fit;
}

/** Fitted again and again to what agrees, from loose to tight; kept when it gains inliers, or lies much closer to as many. */
function freer(plain: PlaneFit, all: readonly PointPair[], fitTo: (pairs: readonly PointPair[]) => Matrix | undefined, sane: (matrix: Matrix) => boolean): PlaneFit | undefined {
  let { matrix } = plain;
  for (const slack of [4, 3, 2, 1, 1]) {
    const next = fitTo(all.filter((pair) => residual(matrix, pair) <= slack * TOLERANCE));
    if (!next || !sane(next)) return undefined;
    matrix = next;
  }
  const inliers = all.filter((pair) => residual(matrix, pair) <= TOLERANCE);
  const count = places(inliers);
  const gains = count >= (plain.count >= MANY ? SMALL_GAIN : GAIN) * plain.count;
  const closer = count >= AS_MANY * plain.count && meanSquare(matrix, inliers) <= CLOSER * meanSquare(plain.matrix, plain.inliers);
  return gains || closer ? { matrix, inliers, count } : undefined;
}

function meanSquare(matrix: Matrix, pairs: readonly PointPair[]): number {
  return pairs.reduce((sum, pair) => sum + residual(matrix, pair) ** 2, 0) / Math.max(1, pairs.length);
}

/** Neither folded nor seen from the edge. */
function isView(m: Matrix): boolean {
  return isSane([m[0], m[1], m[2], m[3], m[4], m[5], 0, 0, 1], 4) && Math.abs(m[6]) < 0.004 && Math.abs(m[7]) < 0.004;
}

export function allowed(matrix: Matrix, limit: TransformLimit): boolean {
  if (limit !== 'scale') return true;
  const { rotation, mirrored } = motionOf(matrix);
  return !mirrored && Math.abs(rotation) <= UPRIGHT;
}

/** The orientations of one keypoint count once. */
function places(pairs: readonly PointPair[]): number {
  return new Set(pairs.map(([x, y]) => Math.round(x / 3) * 100_003 + Math.round(y / 3))).size;
}
