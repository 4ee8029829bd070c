/** The keypoint route: the panel's keypoints matched to themselves. */
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { nearestRows, type SignedRows } from '../../imaging/kernels/match.ts';
import { findSimilarities, type SimilarityFit } from '../../imaging/matching/find-similarities.ts';
import { signed, signedMirror, type Match } from '../../imaging/matching/match-descriptors.ts';
import type { CloneHypothesis } from './hypotheses.ts';
import { fitSimilarity } from './similarity.ts';

/** Neighbours looked at; the nearest few are often the same place at another orientation. */
const NEIGHBOURS = 6;
/** Amerini et al. 2011 §III-B use .5 for g2NN; the pixel check allows more. */
const MAX_RATIO = 0.8;
const MIN_INLIERS = 4;
const SCALES = { minScale: 0.5, maxScale: 2 } as const;
/** px; matched pairs of one place and its multiples of orientation count as one. */
const SAME_PLACE = 3;

export interface KeypointSearch {
  /** px of the panel. */
  readonly width: number;
  /** px. */
  readonly minShift: number;
  /** Transforms looked for in each sense. */
  readonly rounds: number;
}

/** Plain and mirrored copies. Source: Amerini, Ballan, Caldelli, Del Bimbo, Serra, IEEE TIFS 6(3), 2011, doi:10.1109/TIFS.2011.2129512 (g2NN). */
export function keypointHypotheses(keypoints: Keypoints, { width, minShift, rounds }: KeypointSearch): CloneHypothesis[] {
  const own = signed(keypoints);
  const plain = findSimilarities(keypoints, keypoints, matchesWithin(keypoints, own, own, minShift), { ...SCALES, rounds, minInliers: MIN_INLIERS });
  const mirrored = findSimilarities(keypoints, keypoints, matchesWithin(keypoints, own, signedMirror(keypoints), minShift), { ...SCALES, rounds, minInliers: MIN_INLIERS, mirrorWidth: width });
  return [...plain.map((fit) => toHypothesis(fit, false)), ...mirrored.map((fit) => toHypothesis(fit, true))].filter((h) => h !== undefined) as CloneHypothesis[];
}

/** g2NN: neighbours are taken while each is clearly nearer than the next one elsewhere. */
function matchesWithin({ x, y, count }: Keypoints, own: SignedRows, others: SignedRows, minShift: number): Match[] {
  const { indices, distances } = nearestRows(own, others, { k: NEIGHBOURS, cap: 44, margin: 24 });
  const matches: Match[] = [];
  for (let a = 0; a < count; a++) {
    const far: { readonly b: number; readonly distance: number }[] = [];
    for (let k = a * NEIGHBOURS; k < (a + 1) * NEIGHBOURS; k++) {
      const b = indices[k] ?? -1;
      if (b < 0 || apart(x, y, a, b) < minShift) continue;
      if (far.some((other) => apart(x, y, other.b, b) < SAME_PLACE)) continue;
      far.push({ b, distance: Math.sqrt(distances[k] ?? 0) });
    }
    for (let k = 0; k < far.length; k++) {
      const [near, next] = [far[k], far[k + 1]];
      if (!near || (next ? near.distance > MAX_RATIO * next.distance : k > 0)) break;
      matches.push({ a, ...near });
    }
  }
  return matches;
}

function apart(x: Float32Array, y: Float32Array, a: number, b: number): number {
  return Math.hypot((x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0));
}

function toHypothesis({ matches }: SimilarityFit, mirrored: boolean): CloneHypothesis | undefined {
  const of = (k: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(matches, (match) => match[k]);
  const similarity = fitSimilarity({ x: of(0), y: of(1), u: of(2), v: of(3) }, Int32Array.from(matches.keys()), mirrored);
  return similarity && { route: 'keypoints', similarity, inliers: matches.length, seeds: matches };
}
