/** Which similarities the keypoints of two panels propose. */
import type { Hypothesis, PanelSummary } from '../detector.ts';
import { findSimilarities } from '../../imaging/matching/find-similarities.ts';
import { matchKeypoints } from '../../imaging/matching/match-descriptors.ts';

export interface ProposeParams {
  readonly ratio: number;
  readonly minInliers: number;
  readonly maxHypotheses: number;
}

/** Best first; the plain and the mirrored pass together. */
export function proposeOverlaps(a: PanelSummary, b: PanelSummary, { ratio, minInliers, maxHypotheses }: ProposeParams): Hypothesis[] {
  const plain = findSimilarities(a.keypoints, b.keypoints, matchKeypoints(a.keypoints, b.keypoints, { ratio }), { minInliers });
  const mirrored = findSimilarities(
    a.keypoints, b.keypoints, matchKeypoints(a.keypoints, b.keypoints, { ratio, mirrored: true }), { minInliers, mirrorWidth: b.width },
  );
  return [...plain, ...mirrored].sort((p, q) => q.inliers - p.inliers).slice(0, maxHypotheses);
}
