/** The curve that turns the grey levels of one image into those of another that shows the same: brightness, contrast, gamma and inversion vanish. */
import { applyTone, TONE_BINS as BINS, toneSums } from '../imaging/kernels/tone.ts';

/** bins, standard deviation of the smoothing. */
const SMOOTHING = 1.5;
/** By smoothing, twice as wide each time: the weight of a bin by its distance. */
const FALLS = Array.from({ length: 8 }, (_, i) => SMOOTHING * 2 ** i).map((sigma) => Float64Array.from({ length: BINS }, (_, d) => Math.exp((-0.5 * d ** 2) / (sigma * sigma))));
/** In large planes every how manieth pixel is looked at; prime to their widths (multiples of 8), so all columns are. */
const STRIDE = 5;
/** Residuals beyond this many mean absolute ones do not count the second time (text, logos). */
const OUTLIER = 3;

export interface ToneCurve {
  /** 64 values, grey, at the middles of the bins. */
  readonly values: Float32Array;
  /** Mean absolute difference of the pixels that follow it, grey. */
  readonly deviation: number;
}

/** Smoothed mean of q given t over the pixels in use, twice, the second time without outliers; monotony is not asked for. */
export function fitTone(t: Float32Array, q: Float32Array, use: Uint8Array): ToneCurve {
  const stride = t.length > 50_000 ? STRIDE : 1;
  const first = smoothed(toneSums(t, q, use, { curve: new Float32Array(BINS), most: Infinity, stride }).sums);
  const all = toneSums(t, q, use, { curve: first, most: Infinity, stride });
  const mean = all.absolute / Math.max(1, countOf(all.sums));
  const near = toneSums(t, q, use, { curve: first, most: OUTLIER * mean + 2, stride });
  return { values: smoothed(near.sums), deviation: near.absolute / Math.max(1, countOf(near.sums)) };
}

/** The curve applied to a plane. */
export function toned({ values }: ToneCurve, t: Float32Array): Float32Array {
  return applyTone(t, values);
}

/** d curve / d t at a grey level. */
export function slopeAt({ values }: ToneCurve, t: number): number {
  const at = Math.min(BINS - 1.5, Math.max(0.5, (t / 256) * BINS - 0.5));
  const i = Math.min(BINS - 3, Math.max(0, Math.floor(at) - 1));
  return ((values[i + 2] ?? 0) - (values[i] ?? 0)) / (2 * (256 / BINS));
}

function countOf(sums: Float64Array): number {
  let count = 0;
  for (let i = 2; i < sums.length; i += 3) count += sums[i] ?? 0;
  return count;
}

/** Local straight lines through the bins, weighted by their counts; far from any count the nearest line goes on. */
function smoothed(sums: Float64Array): Float32Array {
  const total = countOf(sums);
  const [counts, xs, ys] = [new Float64Array(BINS), new Float64Array(BINS), new Float64Array(BINS)];
  for (let bin = 0; bin < BINS; bin++) {
    const count = sums[3 * bin + 2] ?? 0;
    counts[bin] = count;
    xs[bin] = (sums[3 * bin + 1] ?? 0) / count;
    ys[bin] = (sums[3 * bin] ?? 0) / count;
  }
  return Float32Array.from({ length: BINS }, (_, bin) => {
    const centre = ((bin + 0.5) * 256) / BINS;
    for (const falls of FALLS) {
      let [n, sx, sy, xx, xy] = [0, 0, 0, 0, 0];
      for (let other = 0; other < BINS; other++) {
        const count = counts[other] ?? 0;
        if (count === 0) continue;
        const weight = count * (falls[Math.abs(other - bin)] ?? 0);
        const x = (xs[other] ?? 0) - centre;
        const y = ys[other] ?? 0;
        n += weight;
        sx += weight * x;
        sy += weight * y;
        xx += weight * x * x;
        xy += weight * x * y;
      }
      if (n < Math.max(20, 2e-4 * total)) continue;
      const spread = xx - (sx * sx) / n;
      const slope = spread > n ? (xy - (sx * sy) / n) / (spread + n) : 0;
      return Math.min(320, Math.max(-64, sy / n - (slope * sx) / n));
    }
    return centre;
  });
}
