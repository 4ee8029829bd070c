/** Weights of `blot-splice` from samples. */
import { fitLogistic, type Sample } from '../metrics/logistic.ts';
import { PATCH_NAMES, SEAM_NAMES, type Samples } from './samples.ts';

export type Kept = Samples;

/** Pull to zero. */
const RIDGE = 3e-3;
/** The blots of whole papers add lines and no cuts: cuts would seem rarer than they are where somebody looks for them. */
const TRUE_WEIGHT = 2;

export interface Fit {
  readonly bias: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly samples: number;
  readonly true: number;
  readonly loss: number;
}

export function fitted(kept: readonly Kept[]): Readonly<Record<keyof Samples, Fit>> {
  const all = (name: keyof Samples): Sample[] => kept.flatMap((samples) => samples[name]);
  return { upright: fitOf(all('upright'), SEAM_NAMES, TRUE_WEIGHT), level: fitOf(all('level'), SEAM_NAMES, TRUE_WEIGHT), patch: fitOf(all('patch'), PATCH_NAMES, 1) };
}

function fitOf(samples: readonly Sample[], names: readonly string[], trueWeight: number): Fit {
  const { bias, weights, loss } = fitLogistic(samples, { ridge: RIDGE, balanced: false, trueWeight });
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    bias: round(bias), weights: Object.fromEntries(names.map((name, i) => [name, round(weights[i] ?? 0)])),
    samples: samples.length, true: samples.filter(({ isTrue }) => isTrue).length, loss: round(loss),
  };
}
