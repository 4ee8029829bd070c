/** From evidence to a calibrated score. */
import type { Overlap } from '../../imaging/matching/verify.ts';
import calibration from './calibration.json' with { type: 'json' };

export type ScoreClass = 'blot' | 'other';

/** What the logistic looks at, each about in [0, 8]. */
export interface Terms {
  readonly logWindows: number;
  readonly zncc: number;
  readonly overall: number;
  readonly detail: number;
  readonly inliers: number;
}

export function termsOf({ windows, zncc, agreeingOverall, detail }: Overlap, inliers: number): Terms {
  return { logWindows: Math.log(Math.max(1, windows)), zncc, overall: agreeingOverall, detail: Math.max(0, detail), inliers: Math.log1p(Math.min(60, inliers)) };
}

/** In (0, 1): of 100 overlaps scored s, about 100·s were true among the cases of the tune split. */
export function scoreOf(terms: Terms, kind: ScoreClass): number {
  const weights = calibration[kind];
  const sum = (Object.keys(terms) as (keyof Terms)[]).reduce((total, name) => total + weights[name] * terms[name], weights.bias);
  return 1 / (1 + Math.exp(-sum));
}
