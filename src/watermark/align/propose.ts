/** Poses of the original in the query that several keypoint matches agree on. */
import { applyTo, type Matrix } from '../../core/geometry.ts';
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { fitHomography } from '../../imaging/matching/homography.ts';
import { matchKeypoints, type RatedMatch } from '../../imaging/matching/match-descriptors.ts';
import { fitAffine, fitSimilarity, isSane, residual, type PointPair } from '../../imaging/matching/similarity.ts';

export interface Pose {
  /** Original (in the frame of its keypoints) → query (in the frame of its own). */
  readonly matrix: Matrix;
  /** Places of the original that agree. */
  readonly inliers: number;
}

export interface ProposeOptions {
  readonly ratio: number;
  /** Poses at most. */
  readonly most: number;
}

/** Matches tried as seeds, the clearest first. */
const SEEDS = 400;
/** Share of the query's reach a match may be off while the pose is one match's similarity; then of the affine; then of the homography. */
const WIDE = 0.05;
const LEAST_INLIERS = 4;
/** rad and octaves by which scale and direction of a match may differ from the seed's. */
const ANGLE = 0.6;
const OCTAVE = 0.75;

/** The best poses, most inliers first. Every match gives a whole similarity, so seeds are enumerated, not drawn. */
export function proposePoses(original: Keypoints, query: Keypoints, { ratio, most }: ProposeOptions): Pose[] {
  const matches = matchKeypoints(query, original, { ratio }).sort((p, q) => p.ratio - q.ratio || p.a - q.a);
  const pairs = matches.map(({ a, b }): PointPair => [original.x[b] ?? 0, original.y[b] ?? 0, query.x[a] ?? 0, query.y[a] ?? 0]);
  const frames = matches.map((match) => frameOf(match, original, query));
  const reach = Math.max(1, ...pairs.map(([, , u, v]) => Math.max(u, v)));

  const flat = flatFrames(frames, pairs);
  const seeds = frames.slice(0, SEEDS).map((frame, i) => ({ i, frame, votes: votesFor(frame, flat, WIDE * reach) }))
    .sort((p, q) => q.votes.length - p.votes.length || p.i - q.i);
  const poses: Pose[] = [];
  const taken = new Set<number>();
  for (const { i, votes } of seeds) {
    if (poses.length >= most || votes.length < LEAST_INLIERS - 1) break;
    if (taken.has(i)) continue;
    const pose = polished(votes, pairs, reach);
    for (const vote of votes) taken.add(vote);
    if (pose && pose.inliers >= LEAST_INLIERS) poses.push(pose);
  }
  return poses.sort((p, q) => q.inliers - p.inliers);
}

interface MatchFrame {
  /** log2 of the zoom from the original to the query. */
  readonly octave: number;
  readonly turn: number;
  readonly matrix: Matrix;
}

function frameOf({ a, b }: RatedMatch, original: Keypoints, query: Keypoints): MatchFrame {
  const zoom = (query.scale[a] ?? 1) / Math.max(1e-6, original.scale[b] ?? 1);
  const turn = (query.angle[a] ?? 0) - (original.angle[b] ?? 0);
  const [c, s] = [zoom * Math.cos(turn), zoom * Math.sin(turn)];
  const [x, y, u, v] = [original.x[b] ?? 0, original.y[b] ?? 0, query.x[a] ?? 0, query.y[a] ?? 0];
  return { octave: Math.log2(zoom), turn, matrix: [c, -s, u - c * x + s * y, s, c, v - s * x - c * y, 0, 0, 1] };
}

/** Six numbers for each match: octave, turn, and the pair of places. */
function flatFrames(frames: readonly MatchFrame[], pairs: readonly PointPair[]): Float64Array {
  const flat = new Float64Array(6 * frames.length);
  frames.forEach(({ octave, turn }, i) => flat.set([octave, turn, ...pairs[i] ?? [0, 0, 0, 0]], 6 * i));
  return flat;
}

/** Matches whose scale and direction are near those of the seed, and whose places its similarity explains. */
function votesFor(seed: MatchFrame, flat: Float64Array, tolerance: number): number[] {
  const votes: number[] = [];
  const [m0, m1, m2, m3, m4, m5] = seed.matrix;
  for (let i = 0, at = 0; at < flat.length; i++, at += 6) {
    if (Math.abs((flat[at] ?? 0) - seed.octave) > OCTAVE) continue;
    const turn = Math.abs((flat[at + 1] ?? 0) - seed.turn) % (2 * Math.PI);
    if (Math.min(turn, 2 * Math.PI - turn) > ANGLE) continue;
    const [x, y] = [flat[at + 2] ?? 0, flat[at + 3] ?? 0];
    const du = m0 * x + m1 * y + m2 - (flat[at + 4] ?? 0);
    const dv = m3 * x + m4 * y + m5 - (flat[at + 5] ?? 0);
    if (Math.sqrt(du * du + dv * dv) <= tolerance) votes.push(i);
  }
  return votes;
}

/** Similarity, then affine, then homography, each on the inliers of the one before, with a tolerance that narrows. */
function polished(votes: readonly number[], pairs: readonly PointPair[], reach: number): Pose | undefined {
  let inliers: readonly PointPair[] = pairs.filter((_, i) => votes.includes(i));
  let matrix = fitSimilarity(inliers);
  for (const [share, least, fit] of STEPS) {
    if (!matrix) return undefined;
    const current = matrix;
    const near = pairs.filter((pair) => residual(current, pair) <= share * reach);
    if (places(near) < 3) break;
    inliers = near;
    const next = places(near) >= least ? fit(near) : fitSimilarity(near);
    if (next && isSaneThere(next, near)) matrix = next;
  }
  return matrix ? { matrix, inliers: places(inliers) } : undefined;
}

const STEPS: readonly (readonly [share: number, least: number, fit: (pairs: readonly PointPair[]) => Matrix | undefined])[] = [
  [0.04, 5, fitAffine], [0.025, 5, fitAffine], [0.015, 12, fitHomography], [0.01, 12, fitHomography], [0.007, 12, fitHomography], [0.006, 12, fitHomography],
];

/** Different places of the original: one keypoint with several directions counts once. */
function places(pairs: readonly PointPair[]): number {
  return new Set(pairs.map(([x, y]) => `${Math.round(x)},${Math.round(y)}`)).size;
}

/** Neither torn nor folded where the matches lie. */
function isSaneThere(m: Matrix, pairs: readonly PointPair[]): boolean {
  const middle = { x: pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length, y: pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length };
  if (pairs.some(([x, y]) => m[6] * x + m[7] * y + m[8] <= 0.2)) return false;
  const [o, p, q] = [applyTo(m, middle), applyTo(m, { x: middle.x + 1, y: middle.y }), applyTo(m, { x: middle.x, y: middle.y + 1 })];
  return isSane([p.x - o.x, q.x - o.x, 0, p.y - o.y, q.y - o.y, 0, 0, 0, 1], 2.5);
}
