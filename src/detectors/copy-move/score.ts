/** Evidence to a calibrated score. */
import calibration from './calibration.json' with { type: 'json' };
import type { Candidate } from './candidates.ts';

/** What the score is made of, in the order of `calibration.json`. */
export const FEATURES = {
  logArea: ({ evidence }) => Math.log10(evidence.area),
  fine: ({ evidence }) => fisher(evidence.bands[0] ?? 0),
  middle: ({ evidence }) => fisher(evidence.bands[1] ?? 0),
  coarse: ({ evidence }) => fisher(evidence.bands[2] ?? 0),
  logSurprise: ({ evidence }) => Math.log10(1 + Math.max(0, evidence.surprise)),
  agreeing: ({ evidence }) => evidence.agreeing,
  periodicity: ({ evidence }) => evidence.periodicity,
  overlap: ({ evidence }) => evidence.overlap,
} as const satisfies Record<string, (candidate: Candidate) => number>;

/** In [0, 1]. Source of the weights: `eval/copy-move/calibrate.ts` on the tuning split. */
export function scoreOf(candidate: Candidate): number {
  let sum = calibration.bias;
  for (const [name, measure] of Object.entries(FEATURES)) sum += (calibration.weights[name as keyof typeof FEATURES] ?? 0) * measure(candidate);
  return 1 / (1 + Math.exp(-sum));
}

/** Spreads correlations near 1 apart; Fisher, Metron 1, 1921. */
function fisher(r: number): number {
  return Math.atanh(Math.min(0.995, Math.max(-0.995, r)));
}
