/** Deep samples → 8 bit, so that a 12-bit micrograph in a 16-bit file is not black. */

export interface EightBit {
  readonly data: Uint8Array;
  /** False: the full range was divided by 257. */
  readonly stretched: boolean;
}

const LOW_PERCENTILE = 0.01;
const HIGH_PERCENTILE = 0.999;
/** Share of the full range below which samples count as narrow: half of it loses a bit of eight. */
const NARROW = 0.5;
const BINS = 65536;

/**
 * All channels by one line, so colours keep their relation. 16-bit samples in a wide range are divided by 257; narrow ones, and all
 * floats, go from the 1st … 99.9th percentile to 0 … 255. Cost: linear.
 */
export function toEightBit(samples: Uint16Array | Float32Array): EightBit {
  const range = samples instanceof Uint16Array ? { low: 0, high: BINS - 1 } : extent(samples);
  const { low, high } = percentiles(samples, range);
  const wide = samples instanceof Uint16Array && high - low >= NARROW * (BINS - 1);
  const [zero, full] = wide ? [0, BINS - 1] : [low, Math.max(high, low + Number.EPSILON)];
  const data = new Uint8Array(samples.length);
  const factor = 255 / (full - zero);
  for (let i = 0; i < samples.length; i++) {
    const value = ((samples[i] ?? 0) - zero) * factor;
    data[i] = value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value); // NaN becomes 0
  }
  return { data, stretched: !wide };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function extent(samples: Float32Array): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const value of samples) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? { low, high } : { low: 0, high: 1 };
}

function percentiles(samples: Uint16Array | Float32Array, { low, high }: Range): Range {
  const histogram = new Uint32Array(BINS);
  const scale = (BINS - 1) / (high - low);
  let total = 0;
  for (const value of samples) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.round((value - low) * scale);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    total++;
  }
  const at = (share: number): number => low + binAt(histogram, share * total) / scale;
  return { low: at(LOW_PERCENTILE), high: at(HIGH_PERCENTILE) };
}

function binAt(histogram: Uint32Array, rank: number): number {
  let sum = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    sum += histogram[bin] ?? 0;
    if (sum > rank) return bin;
  }
  return histogram.length - 1;
}
