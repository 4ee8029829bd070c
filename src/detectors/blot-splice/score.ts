/** Evidence to a calibrated score. */
import calibration from './calibration.json' with { type: 'json' };
import type { Patch } from './patches.ts';
import type { Seam } from './seams.ts';

/** What the score of a seam is made of, as named in `calibration.json`. */
export const SEAM_FEATURES = {
  hardRows: ({ hard }) => eased(hard[0]),
  hardGroups: ({ hard }) => eased(hard[1]),
  hardBlocks: ({ hard }) => eased(hard[2]),
  softRows: ({ soft }) => eased(soft[0]),
  softGroups: ({ soft }) => eased(soft[1]),
  softBlocks: ({ soft }) => eased(soft[2]),
  lead: ({ lead }) => Math.min(6, Math.max(-2, lead)),
  mean: ({ mean }) => mean,
  meanLead: ({ meanLead }) => meanLead,
  throughout: ({ throughout }) => throughout,
  share: ({ share }) => share,
  speaking: ({ speaking }) => speaking,
  meanSpeaking: ({ mean, speaking }) => mean / Math.max(0.15, speaking),
  level: ({ level }) => eased(level),
  crisp: ({ crisp }) => crisp,
  crisper: ({ crisper }) => crisper,
  softCrisp: ({ softCrisp }) => softCrisp,
  softCrisper: ({ softCrisper }) => softCrisper,
  ridge: ({ ridge }) => ridge,
  grain: ({ grain }) => Math.min(1, Math.max(0, grain)),
  sharpness: ({ sharpness }) => Math.min(0.5, Math.max(0, sharpness)),
  spread: ({ spread }) => spread,
  logBoth: ({ both }) => Math.log(both),
  bothSoft: ({ both, crisp }) => Math.log(both) * (1 - crisp),
  bothThroughout: ({ both, throughout }) => Math.log(both) * throughout,
  crispSquared: ({ crisp }) => crisp ** 2,
  meanSquared: ({ mean }) => mean ** 2,
  lattice: ({ lattice }) => Math.min(4, Math.max(0, lattice - USUAL_LATTICE)),
  logLength: ({ length }) => Math.log(Math.max(SHORTEST, length)),
} as const satisfies Record<string, (evidence: Seam['evidence']) => number>;

/** px; no line of the tuning split was shorter. */
const SHORTEST = 40;
/** Standard deviations; grain alone makes lattices differ by as much in one line of fifty. */
const USUAL_LATTICE = 4;

export type SeamFeature = keyof typeof SEAM_FEATURES;

export const PATCH_FEATURES = {
  weakest: ({ sides }) => eased(sides[0]),
  second: ({ sides }) => eased(sides[1]),
  third: ({ sides }) => eased(sides[2]),
  strongest: ({ sides }) => eased(sides[3]),
  weakestContrast: ({ contrasts }) => contrasts[0],
  secondContrast: ({ contrasts }) => contrasts[1],
  otherContrast: ({ contrasts }) => (contrasts[2] + contrasts[3]) / 2,
  secondCrisp: ({ crisps }) => crisps[1],
  thirdCrisp: ({ crisps }) => crisps[2],
  strongestCrisp: ({ crisps }) => crisps[3],
  beyond: ({ beyond }) => beyond,
  lead: ({ lead }) => Math.min(12, lead),
  area: ({ area }) => Math.sqrt(area),
} as const satisfies Record<string, (evidence: Patch['evidence']) => number>;

export type PatchFeature = keyof typeof PATCH_FEATURES;

/** In [0, 1]. Level lines have weights of their own: the edges of bands lie level. Weights by `eval/blot-splice/calibrate.ts` on the tuning split. */
export function seamScore({ evidence }: Pick<Seam, 'evidence'>, direction: 'upright' | 'level'): number {
  const { bias, weights } = calibration[direction];
  let sum = bias;
  for (const name of Object.keys(SEAM_FEATURES) as SeamFeature[]) sum += weights[name] * SEAM_FEATURES[name](evidence);
  return 1 / (1 + Math.exp(-sum));
}

/** In [0, 1]. */
export function patchScore({ evidence }: Pick<Patch, 'evidence'>): number {
  const { bias, weights } = calibration.patch;
  let sum = bias;
  for (const name of Object.keys(PATCH_FEATURES) as PatchFeature[]) sum += weights[name] * PATCH_FEATURES[name](evidence);
  return 1 / (1 + Math.exp(-sum));
}

/** Standings of 5 and 50 differ less than 1 and 5. */
function eased(standing: number): number {
  return Math.log1p(Math.max(0, standing));
}
