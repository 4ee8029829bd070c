/** Evidence to a calibrated score. */
import calibration from './calibration.json' with { type: 'json' };
import type { Candidate } from './candidates.ts';

/** What the score is made of, as named in `calibration.json`. */
export const FEATURES = {
  logArea: ({ evidence }) => Math.log10(evidence.area),
  fine: ({ evidence }) => fisher(evidence.bands[0] ?? 0),
  middle: ({ evidence }) => fisher(evidence.bands[1] ?? 0),
  coarse: ({ evidence }) => fisher(evidence.bands[2] ?? 0),
  logSurprise: ({ evidence }) => Math.log10(1 + Math.max(0, evidence.surprise)),
  agreeing: ({ evidence }) => evidence.agreeing,
  periodicity: ({ evidence }) => evidence.periodicity,
  drop: ({ evidence }) => evidence.drop,
  support: ({ evidence }) => evidence.support,
} as const satisfies Record<string, (candidate: Pick<Candidate, 'evidence'>) => number>;

export type FeatureName = keyof typeof FEATURES;

/** In [0, 1]; blots have weights of their own, because their bands resemble each other. Weights by `eval/copy-move/calibrate.ts` on the tuning split. */
export function scoreOf(candidate: Pick<Candidate, 'evidence'>, isBlot: boolean): number {
  const { bias, weights } = calibration[isBlot ? 'blot' : 'other'];
  let sum = bias;
  for (const name of Object.keys(FEATURES) as FeatureName[]) sum += weights[name] * FEATURES[name](candidate);
  return 1 / (1 + Math.exp(-sum));
}

/** Spreads correlations near 1 apart; Fisher, Metron 1, 1921. */
function fisher(r: number): number {
  return Math.atanh(Math.min(0.995, Math.max(-0.995, r)));
}
