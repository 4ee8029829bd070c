/** Similarities that many keypoint matches agree on. */
import { motionOf, multiply, type Matrix } from '../../core/geometry.ts';
import type { Keypoints } from '../features/keypoints.ts';
import type { Match } from './match-descriptors.ts';
import { fitAffine, fitSimilarity, isSane, residual, type PointPair } from './similarity.ts';

export interface SimilarityOptions {
  /** Transforms looked for, one after the other, in what the ones before leave. */
  readonly rounds?: number;
  /** Least distinct places that agree. */
  readonly minInliers?: number;
  /** Least and greatest scale; Imagetwin and the prototype agree on about these. */
  readonly minScale?: number;
  readonly maxScale?: number;
  /** px in the target. */
  readonly tolerancePx?: number;
  /** The matches are with the mirror image of b, this wide; the transform then mirrors. */
  readonly mirrorWidth?: number;
}

export interface SimilarityFit {
  /** Pixels of a → pixels of b. */
  readonly matrix: Matrix;
  /** Distinct places in a and b. */
  readonly inliers: number;
  readonly matches: readonly PointPair[];
}

/** One match with what its keypoints say about the whole: a pose on its own. */
interface Pose {
  readonly pair: PointPair;
  readonly turn: number;
  readonly logScale: number;
  /** px, σ of the keypoint in the target. */
  readonly size: number;
}

type Settings = Required<Omit<SimilarityOptions, 'mirrorWidth'>> & Pick<SimilarityOptions, 'mirrorWidth'>;

const DEFAULTS = { rounds: 4, minInliers: 5, minScale: 0.4, maxScale: 2.5, tolerancePx: 2.5 } as const satisfies SimilarityOptions;
/** rad and natural log: how far keypoints of one similarity disagree; 98 % of true matches measured within. */
const MAX_TURN = 0.4;
const MAX_LOG_SCALE = 0.4;
/** Poses tried as seeds, nearest descriptors first. */
const MAX_SEEDS = 250;
/** Share of the distance from the seed by which a seed's pose may miss: its angle is good to a few degrees. */
const SEED_SLACK = 0.12;

/**
 * Every match proposes a similarity by its two keypoints' angle and scale; the one most places agree with is fitted by
 * least squares while the tolerance tightens, kept, and its matches removed. No chance involved: all matches are tried in turn.
 * An affine transform takes its place where it gains a fifth of the inliers.
 */
export function findSimilarities(a: Keypoints, b: Keypoints, matches: readonly Match[], options: SimilarityOptions = {}): SimilarityFit[] {
  const settings: Settings = { ...DEFAULTS, ...options };
  const { mirrorWidth } = options;
  let poses = toPoses(a, b, matches, settings);
  const fits: SimilarityFit[] = [];
  for (let round = 0; round < settings.rounds && poses.length >= settings.minInliers; round++) {
    const best = bestFit(poses, settings);
    if (!best || best.inliers < settings.minInliers) break;
    const { matrix, inliers, members } = best;
    const kept = members.map(({ pair }) => pair);
    const unmirror: Matrix | undefined = mirrorWidth === undefined ? undefined : [-1, 0, mirrorWidth, 0, 1, 0, 0, 0, 1];
    fits.push({
      inliers,
      matrix: unmirror ? multiply(unmirror, matrix) : matrix,
      matches: mirrorWidth === undefined ? kept : kept.map(([x, y, u, v]) => [x, y, mirrorWidth - u, v] as const),
    });
    poses = poses.filter(({ pair }) => residual(matrix, pair) > 2 * settings.tolerancePx);
  }
  return fits;
}

function toPoses(a: Keypoints, b: Keypoints, matches: readonly Match[], { mirrorWidth, minScale, maxScale }: Settings): Pose[] {
  return matches.toSorted((p, q) => p.distance - q.distance).flatMap((match) => {
    const at = (values: Float32Array, i: number): number => values[i] ?? 0;
    const mirrored = mirrorWidth !== undefined;
    const angle = mirrored ? Math.PI - at(b.angle, match.b) : at(b.angle, match.b);
    const logScale = Math.log(at(b.scale, match.b) / at(a.scale, match.a));
    if (logScale < Math.log(minScale) - MAX_LOG_SCALE / 2 || logScale > Math.log(maxScale) + MAX_LOG_SCALE / 2) return [];
    const u = mirrored ? mirrorWidth - at(b.x, match.b) : at(b.x, match.b);
    return [{
      pair: [at(a.x, match.a), at(a.y, match.a), u, at(b.y, match.b)] as const,
      turn: angle - at(a.angle, match.a), logScale, size: at(b.scale, match.b),
    }];
  });
}

interface Candidate {
  readonly matrix: Matrix;
  readonly inliers: number;
  readonly members: readonly Pose[];
}

function bestFit(poses: readonly Pose[], settings: Settings): Candidate | undefined {
  let best: Candidate | undefined;
  const tried = new Set<Pose>();
  for (const seed of poses.slice(0, MAX_SEEDS)) {
    if (tried.has(seed)) continue;
    const near = supporters(poses, seed, settings.tolerancePx);
    if (near.length < settings.minInliers || near.length < (best?.inliers ?? 0) * 0.7) continue;
    const fit = tighten(near, poses, settings);
    if (!fit) continue;
    for (const member of fit.members) tried.add(member);
    if (fit.inliers > (best?.inliers ?? 0)) best = fit;
  }
  return best;
}

/** Written out, no tuple is taken apart: it looks at every match for every seed. */
function supporters(poses: readonly Pose[], seed: Pose, tolerance: number): Pose[] {
  const [x0, y0, u0, v0] = seed.pair;
  const scale = Math.exp(seed.logScale);
  const p = scale * Math.cos(seed.turn);
  const q = scale * Math.sin(seed.turn);
  const found: Pose[] = [];
  for (const pose of poses) {
    if (Math.abs(pose.logScale - seed.logScale) > MAX_LOG_SCALE || turnBetween(pose.turn, seed.turn) > MAX_TURN) continue;
    const dx = pose.pair[0] - x0;
    const dy = pose.pair[1] - y0;
    const mu = u0 + p * dx - q * dy - pose.pair[2];
    const mv = v0 + q * dx + p * dy - pose.pair[3];
    const bound = 2 * tolerance + SEED_SLACK * scale * Math.sqrt(dx * dx + dy * dy);
    if (mu * mu + mv * mv <= bound * bound) found.push(pose);
  }
  return found;
}

function tighten(first: readonly Pose[], poses: readonly Pose[], settings: Settings): Candidate | undefined {
  let members = first;
  let matrix: Matrix | undefined;
  for (const slack of [4, 2, 1, 1]) {
    matrix = fitSimilarity(members.map(({ pair }) => pair));
    if (!matrix) return undefined;
    members = agreeing(poses, matrix, slack * settings.tolerancePx);
    if (countPlaces(members) < settings.minInliers) return undefined;
  }
  if (!matrix) return undefined;
  const { scale } = motionOf(matrix);
  if (scale < settings.minScale || scale > settings.maxScale) return undefined;
  const plain = { matrix, members, inliers: countPlaces(members) };
  const affine = plain.inliers >= 8 ? fitAffine(members.map(({ pair }) => pair)) : undefined;
  if (!affine || !isSane(affine)) return plain;
  const bent = agreeing(poses, affine, settings.tolerancePx);
  return countPlaces(bent) > 1.2 * plain.inliers ? { matrix: affine, members: bent, inliers: countPlaces(bent) } : plain;
}

function agreeing(poses: readonly Pose[], matrix: Matrix, tolerance: number): Pose[] {
  const turn = Math.atan2(matrix[3] - matrix[1], matrix[0] + matrix[4]);
  const logScale = Math.log(Math.max(1e-9, motionOf(matrix).scale));
  return poses.filter((pose) =>
    residual(matrix, pose.pair) <= tolerance + 0.5 * pose.size
    && Math.abs(pose.logScale - logScale) <= MAX_LOG_SCALE && turnBetween(pose.turn, turn) <= MAX_TURN);
}

function turnBetween(a: number, b: number): number {
  const apart = Math.abs(a - b) % (2 * Math.PI);
  return Math.min(apart, 2 * Math.PI - apart);
}

/** Matches that start and end elsewhere, on a lattice of 3 px: the orientations of one keypoint count once. */
function countPlaces(poses: readonly Pose[]): number {
  const lattice = (x: number, y: number): number => Math.round(x / 3) * 100_003 + Math.round(y / 3);
  const from = new Set(poses.map(({ pair: [x, y] }) => lattice(x, y)));
  const to = new Set(poses.map(({ pair: [, , u, v] }) => lattice(u, v)));
  return Math.min(from.size, to.size);
}
