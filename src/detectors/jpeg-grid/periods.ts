/** Traces of an earlier JPEG compression: its block grid and the steps it quantised with, found in the coefficients as they are now. */
import type { LumaImage } from '../../core/image.ts';
import { forwardDctInto } from '../../imaging/codecs/jpeg/forward-dct.ts';

/** Earlier quantisation of one frequency. */
export interface Period {
  /** Natural order in the block, 1 … 63. */
  readonly frequency: number;
  /** Step of the earlier compression. */
  readonly step: number;
  /** By how much the coefficients keep to its multiples, beyond chance, (0, 1]. */
  readonly strength: number;
  /** Mean of the cosine over the page's coefficients that speak. */
  readonly mean: number;
}

export interface EarlierGrid {
  /** px of the first whole block. */
  readonly x: number;
  readonly y: number;
  readonly periods: readonly Period[];
  readonly score: number;
}

/** The low frequencies, where coefficients are large enough to show a step. */
const FREQUENCIES = [1, 8, 16, 9, 2, 3, 10, 17, 24] as const;
const STEPS = Array.from({ length: 30 }, (_, i) => i + 3);
/** Blocks looked at for each of the 64 places a grid can have. */
const SAMPLED = 1000;
/** Multiples of the present step that a histogram holds. */
const BINS = 160;
const LEAST_SPEAKING = 120;
const LEAST_STRENGTH = 0.16;

/** A coefficient speaks when it is clearly not zero: zero is a multiple of any step. */
export const speaks = (coefficient: number, step: number): boolean => Math.abs(coefficient) >= SPEAKS * step;

const SPEAKS = 0.75;

/**
 * The best of all 64 grids, or undefined when none shows an earlier compression.
 * Source: histogram periods after Lukáš and Fridrich, DFRWS 2003; grids that are not aligned after Bianchi and Piva, IEEE TIFS 7(2), 2012, doi:10.1109/TIFS.2011.2170836.
 * @param present steps of the file's own luminance table, natural order; absent = no JPEG.
 */
export function findEarlierGrid(luma: LumaImage, present: Uint16Array | undefined): EarlierGrid | undefined {
  let best: EarlierGrid | undefined;
  for (let phase = 0; phase < 64; phase++) {
    const [x, y] = [phase % 8, phase >> 3];
    const lattice = present && phase === 0 ? present : undefined;
    const periods = periodsOf(sampledHistograms(luma, x, y, lattice), lattice);
    const score = periods.reduce((sum, { strength }) => sum + strength, 0);
    if (periods.length >= 2 && score > (best?.score ?? 0)) best = { x, y, periods, score };
  }
  return best;
}

const block = new Float32Array(64);

/** Fills `into` with the orthonormal DCT of the block at (x, y). */
export function transformAt({ width, data }: LumaImage, x: number, y: number, into: Float32Array): void {
  for (let v = 0, k = 0; v < 8; v++) {
    for (let u = 0, at = (y + v) * width + x; u < 8; u++, k++, at++) into[k] = (data[at] ?? 0) - 128;
  }
  forwardDctInto(into);
}

/** One histogram of |coefficient| / lattice step for each frequency. */
function sampledHistograms(luma: LumaImage, x0: number, y0: number, lattice: Uint16Array | undefined): readonly Float64Array[] {
  const histograms = FREQUENCIES.map(() => new Float64Array(BINS));
  const [columns, rows] = [Math.floor((luma.width - x0) / 8), Math.floor((luma.height - y0) / 8)];
  const stride = Math.max(1, Math.floor((columns * rows) / SAMPLED));
  for (let n = 0; n < columns * rows; n += stride) {
    transformAt(luma, x0 + 8 * (n % columns), y0 + 8 * Math.floor(n / columns), block);
    for (const [i, frequency] of FREQUENCIES.entries()) {
      const bin = Math.round(Math.abs(block[frequency] ?? 0) / (lattice?.[frequency] ?? 1));
      const histogram = histograms[i];
      if (histogram && bin < BINS) histogram[bin] = (histogram[bin] ?? 0) + 1;
    }
  }
  return histograms;
}

function periodsOf(histograms: readonly Float64Array[], lattice: Uint16Array | undefined): readonly Period[] {
  return FREQUENCIES.flatMap((frequency, i): Period[] => {
    const histogram = histograms[i] ?? new Float64Array(0);
    const unit = lattice?.[frequency] ?? 1;
    let best: Period | undefined;
    for (const step of STEPS) {
      if (step <= unit) continue; // a finer earlier step leaves no gaps in a coarser lattice
      const found = strengthOf(histogram, unit, step);
      // A multiple of the true step scores lower, a divisor alike: of equals the largest is the step.
      if (found && found.strength > LEAST_STRENGTH && found.strength > 0.93 * (best?.strength ?? 0)) best = { frequency, step, ...found };
    }
    return best ? [best] : [];
  });
}

/** How much more the histogram keeps to multiples of the step than its own smoothed shape does. */
function strengthOf(histogram: Float64Array, unit: number, step: number): Pick<Period, 'strength' | 'mean'> | undefined {
  let [sum, smooth, count, smoothCount] = [0, 0, 0, 0];
  const reach = Math.max(1, Math.round(step / unit / 2));
  const first = Math.max(1, Math.ceil((SPEAKS * step) / unit));
  let around = 0;
  for (let k = first - reach; k < first + reach; k++) around += histogram[Math.min(BINS - 1, Math.max(1, k))] ?? 0;
  for (let n = first; n < BINS - reach; n++) {
    around += histogram[n + reach] ?? 0;
    const wave = Math.cos((2 * Math.PI * n * unit) / step);
    const own = histogram[n] ?? 0;
    sum += own * wave;
    count += own;
    smooth += around * wave;
    smoothCount += around;
    around -= histogram[Math.max(1, n - reach)] ?? 0;
  }
  if (count < LEAST_SPEAKING || smoothCount === 0) return undefined;
  return { strength: sum / count - smooth / smoothCount, mean: sum / count };
}
