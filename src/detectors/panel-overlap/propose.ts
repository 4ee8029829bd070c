/** Which similarities the keypoints of two panels propose. */
import type { Hypothesis, PanelSummary } from '../detector.ts';
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { findSimilarities } from '../../imaging/matching/find-similarities.ts';
import { lonePoses } from '../../imaging/matching/lone-poses.ts';
import { matchKeypoints, type Match } from '../../imaging/matching/match-descriptors.ts';

export interface ProposeParams {
  readonly ratio: number;
  readonly minInliers: number;
  readonly maxHypotheses: number;
}

/** Panels with fewer keypoints than this may share a corner in which no three agree. */
const POOR = 800;
/** Ratio test for the single matches of such panels, and how many are handed on, most distinct first. */
const LOOSE_RATIO = 0.95;
const MAX_LONE = 240;
/** Pairs of keypoints from which only those under near words are looked at: where there are fewer it costs little to look at all, and each match counts. */
const MANY_PAIRS = 400_000;
/** Places from which an agreement needs no help of single matches. */
const ENOUGH = 6;

/** Best first; the plain and the mirrored pass together. Single matches, whose `inliers` is 1, follow where little agrees. */
export function proposeOverlaps(a: PanelSummary, b: PanelSummary, { ratio, minInliers, maxHypotheses }: ProposeParams): Hypothesis[] {
  const poor = isPoor(a) && isPoor(b);
  const words = a.keypoints.count * b.keypoints.count >= MANY_PAIRS ? { words: [a.words, b.words] as const } : {};
  const passes = [undefined, b.width].map((mirrorWidth) => {
    const all = matchKeypoints(a.keypoints, b.keypoints, { ratio: poor ? LOOSE_RATIO : ratio, mirrored: mirrorWidth !== undefined, ...words });
    return { all, mirror: mirrorWidth === undefined ? {} : { mirrorWidth } };
  });
  const agreed = passes.flatMap(({ all, mirror }) => findSimilarities(a.keypoints, b.keypoints, all.filter((match) => match.ratio < ratio), { minInliers, ...mirror }))
    .sort((p, q) => q.inliers - p.inliers).slice(0, maxHypotheses);
  if (!poor || (agreed[0]?.inliers ?? 0) >= ENOUGH) return agreed;
  const alone = passes.flatMap(({ all, mirror }) => all.map((match) => ({ match, mirror }))).sort((p, q) => p.match.ratio - q.match.ratio).slice(0, MAX_LONE);
  return [...agreed, ...alone.flatMap(({ match, mirror }) => loneHypothesis(a.keypoints, b.keypoints, match, mirror))];
}

function isPoor({ class: panelClass, keypoints }: PanelSummary): boolean {
  return panelClass === 'fluorescence' && keypoints.count <= POOR;
}

function loneHypothesis(a: Keypoints, b: Keypoints, match: Match, mirror: { mirrorWidth?: number }): Hypothesis[] {
  return lonePoses(a, b, [match], mirror).map(({ matrix, match: pair }) => ({ matrix, inliers: 1, matches: [pair] }));
}
