/** Decides what a candidate of the coarse search is: geometry first, then pixels. */
import { motionOf, type Matrix } from '../core/geometry.ts';
import type { LumaImage } from '../core/image.ts';
import type { MatchClass, TransformLimit } from '../core/reference.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { extractKeypoints } from '../imaging/features/sift.ts';
import { matchKeypoints, type Match } from '../imaging/matching/match-descriptors.ts';
import { checkPixels, type PixelCheck } from './pixel-check.ts';
import { fitPlane, type PlaneFit } from './fit-plane.ts';
import { scaleOf } from './postings.ts';
import type { Hit } from './score.ts';

export interface VerifiedQuery {
  readonly luma: LumaImage;
  readonly keypoints: Keypoints;
}

export interface Judged {
  readonly class: MatchClass;
  readonly verified: boolean;
  /** In [0, 1]; verified ones above 0.5, others below. */
  readonly score: number;
  /** Pixels of the thumbnail → pixels of the query. */
  readonly matrix: Matrix;
  readonly inliers: number;
  readonly covered: number;
  /** What the pixels said; absent when they were not looked at. */
  readonly pixels?: Pick<PixelCheck, 'tiles' | 'agreeing' | 'allTiles' | 'allAgreeing'>;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface JudgeOptions {
  readonly limit: TransformLimit;
  readonly mirrored: boolean;
}

/**
 * Places that must agree, with 6 tiles and 85 % of the textured tiles within them. Pictures that were registered agreed in 90 % and more
 * (81 on the tune half, most in all); forms, screens and axes that others share agree in 60 to 90 %.
 */
const LEAST_INLIERS = 8;
const LEAST_TILES = 6;
const LEAST_AGREEING = 0.85;
/** Fewer places are enough when nearly all that the two share agrees, over many tiles. */
export const FEW_INLIERS = 4;
/** Places that make a guess. */
const LEAST_GUESS = 3;
const MANY_TILES = 10;
const NEARLY_ALL = 0.85;
/** A match of a keypoint to the second best by less than this tells nothing; Lowe 2004 §7.1. */
const RATIO = 0.85;

/** The geometry that the postings alone suggest. `undefined`: none, or only one that the limit forbids. @param size px of the thumbnail. */
export function fitByPostings(query: VerifiedQuery, size: Size, hits: readonly Hit[], { limit, mirrored }: JudgeOptions): PlaneFit | undefined {
  const matches = hits.map((hit, i): Match => ({ a: i, b: hit.query, distance: hit.apart }));
  return fitPlane(keypointsOf(hits, size), query.keypoints, matches, { limit, least: LEAST_GUESS, ...mirrorOf(query, mirrored) });
}

/** A geometry too weak for its pixels to be looked at. */
export function unproven({ matrix, count }: PlaneFit): Judged {
  return { class: 'similar', verified: false, score: 0.09 * strengthOf(count), matrix, inliers: count, covered: 0 };
}

const strengthOf = (inliers: number): number => 1 - Math.exp(-inliers / 12);

/** With keypoints extracted anew from the thumbnail, which costs as much as those of a query. */
export function judgeByRematch(query: VerifiedQuery, registered: LumaImage, { limit, mirrored }: JudgeOptions): Judged | undefined {
  const own = extractKeypoints(registered, { maxCount: 700, contrastThreshold: 0.005, upscaleBelowPx: 0, grid: 4 });
  const fit = fitPlane(own, query.keypoints, matchKeypoints(own, query.keypoints, { ratio: RATIO, mirrored }), { limit, least: FEW_INLIERS, ...mirrorOf(query, mirrored) });
  return fit && judgeFit(query, registered, fit);
}

function mirrorOf({ luma }: VerifiedQuery, mirrored: boolean): { mirrorWidth?: number } {
  return mirrored ? { mirrorWidth: luma.width } : {};
}

export function judgeFit(query: VerifiedQuery, registered: LumaImage, fit: PlaneFit): Judged | undefined {
  const check = checkPixels(registered, query.luma, fit.matrix, fit.inliers.map(([x, y]) => ({ x, y })));
  if (!check) return undefined;
  const share = check.agreeing / Math.max(1, check.tiles);
  const shareOfAll = check.allAgreeing / Math.max(1, check.allTiles);
  const proven = (fit.count >= LEAST_INLIERS && check.tiles >= LEAST_TILES && share >= LEAST_AGREEING)
    || (fit.count >= FEW_INLIERS && check.allTiles >= MANY_TILES && shareOfAll >= NEARLY_ALL);
  const strength = strengthOf(fit.count);
  return {
    class: proven ? classOf(check, shareOfAll) : fit.count >= LEAST_INLIERS && share >= 0.2 ? 'template' : 'similar',
    verified: proven, matrix: proven ? check.matrix : fit.matrix, inliers: fit.count,
    score: proven ? 0.5 + 0.5 * strength * Math.max(share, shareOfAll) : 0.45 * strength * Math.max(0.2, share),
    covered: check.sharedOfRegistered * (check.allTiles > 0 ? shareOfAll : 1),
    pixels: { tiles: check.tiles, agreeing: check.agreeing, allTiles: check.allTiles, allAgreeing: check.allAgreeing },
  };
}

/** Share of both images that must be in common for them to be the same picture. */
const WHOLE = 0.96;
const SAME_AGREEING = 0.85;

function classOf({ matrix, sharedOfRegistered, sharedOfQuery, contrast, brightness }: PixelCheck, agreeing: number): MatchClass {
  const { rotation, mirrored } = motionOf(matrix);
  const upright = !mirrored && Math.abs(rotation) < 1;
  const tone = Math.abs(contrast - 1) < 0.12 && Math.abs(brightness + 128 * (contrast - 1)) < 8;
  return upright && tone && sharedOfRegistered >= WHOLE && sharedOfQuery >= WHOLE && agreeing >= SAME_AGREEING ? 'identical' : 'derived';
}

/** The registered keypoints that were hit, in pixels of the thumbnail. Descriptors are not stored. */
function keypointsOf(hits: readonly Hit[], { width, height }: Size): Keypoints {
  const longest = Math.max(width, height);
  return {
    count: hits.length,
    x: Float32Array.from(hits, ({ x }) => (x / 65_535) * longest),
    y: Float32Array.from(hits, ({ y }) => (y / 65_535) * longest),
    scale: Float32Array.from(hits, ({ scale }) => scaleOf(scale) * longest),
    angle: Float32Array.from(hits, ({ angle }) => (angle * 2 * Math.PI) / 256),
    response: new Float32Array(hits.length),
    descriptors: new Uint8Array(hits.length * 128),
  };
}
