/** From the logits of the patches to one calibrated probability. */
import calibration from './calibration.json' with { type: 'json' };

/** What is weighed: the mean of all patches and the mean of the quarter that speaks most for it. */
export function pooled(logits: readonly number[]): { readonly mean: number; readonly top: number } {
  const sorted = [...logits].sort((a, b) => b - a);
  const top = sorted.slice(0, Math.max(1, Math.round(sorted.length / 4)));
  const meanOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
  return { mean: meanOf(sorted), top: meanOf(top) };
}

/** In [0, 1]; of images scored s, about 100·s % were generated where half of all are. */
export function scoreOf(logits: readonly number[]): number {
  const { mean, top } = pooled(logits);
  const { bias, mean: perMean, top: perTop } = calibration;
  return 1 / (1 + Math.exp(-(bias + perMean * mean + perTop * top)));
}
