/** From the logits of the patches and what the readers say to one calibrated probability. */
import calibration from './calibration.json' with { type: 'json' };
import { LEAST_TRACE, nativeTrace, type Traces } from './readers.ts';

export interface Terms {
  /** Mean of the logits of all patches and of the quarter that speaks most for it, added; at most {@link MOST_NETWORK}, for even backgrounds drawn by a program go far beyond that. */
  readonly network: number;
  /** As `Traces`. */
  readonly texture: number;
  /** What native pixels show beyond what real pictures do; 0: nothing, which also compression brings about and which speaks for nothing. */
  readonly native: number;
}

const MOST_NETWORK = 5;

export function termsOf(logits: readonly number[], { texture, native }: Traces): Terms {
  const sorted = [...logits].sort((a, b) => b - a);
  const top = sorted.slice(0, Math.max(1, Math.round(sorted.length / 4)));
  return { network: Math.min(MOST_NETWORK, meanOf(sorted) + meanOf(top)), texture, native: native ? Math.max(0, nativeTrace(native) - LEAST_TRACE) : 0 };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);

/** In [0, 1]; of images scored s, about 100·s % were generated where half of all are. @param weights by `eval/generated-image`. */
export function scoreOf({ network, texture, native }: Terms, { bias, network: perNetwork, texture: perTexture, native: perNative }: typeof calibration = calibration): number {
  return 1 / (1 + Math.exp(-(bias + perNetwork * network + perTexture * texture + perNative * native)));
}
