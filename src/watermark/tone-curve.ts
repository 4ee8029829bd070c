/** The curve that turns the grey levels of one image into those of another that shows the same: brightness, contrast, gamma and inversion vanish. */

const BINS = 64;
/** bins, standard deviation of the smoothing. */
const SMOOTHING = 1.5;
/** Residuals beyond this many mean absolute ones do not count the second time (text, logos). */
const OUTLIER = 3;

export interface ToneCurve {
  /** 64 values, grey, at the middles of the bins. */
  readonly values: Float32Array;
}

/** Smoothed mean of q given t over the pixels in use; monotony is not asked for. */
export function fitTone(t: Float32Array, q: Float32Array, use: Uint8Array): ToneCurve {
  const first = meansByBin(t, q, use);
  let [total, n] = [0, 0];
  for (let i = 0; i < t.length; i++) if (use[i]) {
    total += Math.abs((q[i] ?? 0) - apply(first, t[i] ?? 0));
    n++;
  }
  return { values: meansByBin(t, q, use, { values: first, most: (OUTLIER * total) / Math.max(1, n) + 2 }) };
}

/** The curve applied to a plane. */
export function toned({ values }: ToneCurve, t: Float32Array): Float32Array {
  return t.map((v) => apply(values, v));
}

/** d curve / d t at a grey level. */
export function slopeAt({ values }: ToneCurve, t: number): number {
  const at = Math.min(BINS - 1.5, Math.max(0.5, (t / 256) * BINS - 0.5));
  const i = Math.min(BINS - 3, Math.max(0, Math.floor(at) - 1));
  return ((values[i + 2] ?? 0) - (values[i] ?? 0)) / (2 * (256 / BINS));
}

function apply(values: Float32Array, t: number): number {
  const at = (t / 256) * BINS - 0.5;
  const i = at < 0 ? 0 : at > BINS - 2 ? BINS - 2 : Math.floor(at);
  const a = values[i] ?? 0;
  return a + (at - i) * ((values[i + 1] ?? 0) - a);
}

function meansByBin(t: Float32Array, q: Float32Array, use: Uint8Array, against?: { readonly values: Float32Array; readonly most: number }): Float32Array {
  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  const levels = new Float64Array(BINS);
  for (let i = 0; i < t.length; i++) {
    const [level, seen] = [t[i] ?? 0, q[i] ?? 0];
    if (!use[i] || (against && Math.abs(seen - apply(against.values, level)) > against.most)) continue;
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((level / 256) * BINS)));
    sums[bin] = (sums[bin] ?? 0) + seen;
    levels[bin] = (levels[bin] ?? 0) + level;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return smoothed(sums, levels, counts);
}

/** Local straight lines through the bins, weighted by their counts; far from any count the nearest line goes on. */
function smoothed(sums: Float64Array, levels: Float64Array, counts: Float64Array): Float32Array {
  const total = counts.reduce((a, b) => a + b, 0);
  return Float32Array.from({ length: BINS }, (_, bin) => {
    const centre = ((bin + 0.5) * 256) / BINS;
    for (let sigma = SMOOTHING; sigma < 4 * BINS; sigma *= 2) {
      let [n, sx, sy, xx, xy] = [0, 0, 0, 0, 0];
      for (let other = 0; other < BINS; other++) {
        const count = counts[other] ?? 0;
        if (count === 0) continue;
        const weight = count * Math.exp((-0.5 * (other - bin) ** 2) / (sigma * sigma));
        const [x, y] = [(levels[other] ?? 0) / count - centre, (sums[other] ?? 0) / count];
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
    return total > 0 ? sums.reduce((a, b) => a + b, 0) / total : centre;
  });
}
