/** How much a panel is like a blot or gel, whatever its colour and darkness: what rules on levels miss. */
import type { BandTraits } from './band-traits.ts';
import calibration from './blot-calibration.json' with { type: 'json' };
import type { PanelTraits } from './panel-traits.ts';

interface Both {
  readonly traits: PanelTraits;
  readonly bands: BandTraits;
}

/** What the likeness is made of, as named in `blot-calibration.json`. */
export const LIKENESS_FEATURES = {
  rows: ({ traits }) => traits.rows,
  columns: ({ traits }) => traits.columns,
  sum: ({ traits }) => Math.min(1, traits.rows + traits.columns),
  logAnisotropy: ({ traits }) => logOf(traits.anisotropy),
  absAnisotropy: ({ traits }) => Math.abs(logOf(traits.anisotropy)),
  soft: ({ bands }) => bands.soft,
  logStrong: ({ bands }) => Math.log(0.001 + bands.strong),
  axial: ({ bands }) => bands.axial,
  flat: ({ bands }) => bands.flat,
  covered: ({ bands }) => bands.covered,
  elongation: ({ bands }) => Math.max(-2, Math.min(2, bands.elongation)),
  filled: ({ bands }) => bands.filled,
  logCount: ({ bands }) => Math.log(1 + bands.count),
  oneHue: ({ traits }) => (traits.saturation < GREY ? 1 : traits.oneHue),
  otherHues: ({ traits }) => Math.min(1, traits.saturation / 60) * (1 - traits.oneHue),
  paper: ({ traits }) => traits.paper,
  plain: ({ traits }) => traits.plain,
} as const satisfies Record<string, (both: Both) => number>;

export type LikenessFeature = keyof typeof LIKENESS_FEATURES;

/** Levels between the channels; less colour has no hue. */
const GREY = 6;

/** In [0, 1]. Weights by `eval/panels/calibrate-blots.ts` on the tuning half. */
export function blotLikeness(both: Both): number {
  const { bias, weights } = calibration;
  let sum = bias;
  for (const name of Object.keys(LIKENESS_FEATURES) as LikenessFeature[]) sum += weights[name] * LIKENESS_FEATURES[name](both);
  return 1 / (1 + Math.exp(-sum));
}

function logOf(ratio: number): number {
  return Math.log(Math.max(0.05, Math.min(20, ratio)));
}
