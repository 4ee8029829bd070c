/** Evidence to a calibrated score. */
import calibration from './calibration.json' with { type: 'json' };
import type { Candidate } from './candidates.ts';

export interface Scorable {
  readonly evidence: Candidate['evidence'];
  /** How many other candidates of the panel are less likely to agree by chance: look-alikes come in numbers, and one of many tries goes far by luck. */
  readonly stronger: number;
}

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
  logStronger: ({ stronger }) => Math.log10(1 + stronger),
} as const satisfies Record<string, (candidate: Scorable) => number>;

export type FeatureName = keyof typeof FEATURES;

/** In [0, 1]; blots have weights of their own, because their bands resemble each other. Weights by `eval/copy-move/calibrate.ts` on the tuning split. */
export function scoreOf(candidate: Scorable, isBlot: boolean): number {
  const { bias, weights } = calibration[isBlot ? 'blot' : 'other'];
  let sum = bias;
  for (const name of Object.keys(FEATURES) as FeatureName[]) sum += weights[name] * FEATURES[name](candidate);
  return 1 / (1 + Math.exp(-sum));
}

/** Each candidate with its standing among all of its panel. */
export function scorable(candidates: readonly Pick<Candidate, 'evidence'>[]): Scorable[] {
  return candidates.map(({ evidence }) => ({ evidence, stronger: candidates.filter((other) => other.evidence.surprise > evidence.surprise).length }));
}

/** Spreads correlations near 1 apart; Fisher, Metron 1, 1921. */
function fisher(r: number): number {
  return Math.atanh(Math.min(0.995, Math.max(-0.995, r)));
}
