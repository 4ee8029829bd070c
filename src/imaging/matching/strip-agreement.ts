/** What two strips of bands share beyond being strips of bands. */
import { blurred } from '../kernels/sift.ts';
import { levelQuantiles } from '../level-quantiles.ts';
import type { CommonFrame } from './common-frame.ts';

export interface StripAgreement {
  /**
   * Share of what varies in one strip that one tone curve of the other explains, the smaller of the two ways, in [0, 1]:
   * another exposure of one membrane follows a curve, another membrane does not. Correlation ratio; Roche et al., MICCAI 1998, doi:10.1007/BFb0056301.
   */
  readonly tone: number;
  /** Correlation of what remains after bands of straight lanes are taken away: slant, smile, specks, unevenness; in [−1, 1]. */
  readonly residual: number;
  /** Share of what varies that straight lanes leave unexplained, the larger of the two. */
  readonly unexplained: number;
  /** Bands one above the other, the smaller of the two counts. */
  readonly stacked: number;
}

/** px of the frame, Gaussian, before tones are compared: grain is not tone. */
const TONE_SIGMA = 1.5;

type Pair = Pick<CommonFrame, 'width' | 'height' | 'a' | 'b'>;

/** @param region 1 on the pixels of the frame to be compared. */
export function stripAgreement(pair: Pair, region: Uint8Array): StripAgreement {
  const { width, height, a, b } = pair;
  const [first, second] = [straightLanes(a, region, { width, height }), straightLanes(b, region, { width, height })];
  return {
    tone: toneAgreement(pair, region),
    residual: correlation(first.residual, second.residual, region),
    unexplained: Math.max(first.unexplained, second.unexplained),
    stacked: Math.min(first.stacked, second.stacked),
  };
}

/** {@link StripAgreement.tone} alone. */
export function toneAgreement({ width, height, a, b }: Pair, region: Uint8Array): number {
  const [p, q] = [blurred({ width, height, data: a }, TONE_SIGMA), blurred({ width, height, data: b }, TONE_SIGMA)];
  return Math.min(correlationRatio(p, q, region), correlationRatio(q, p, region));
}

const TONES = 64;

/** How much of the variance of `to` is that of its means over the pixels of one tone in `from`. */
function correlationRatio(from: Float32Array, to: Float32Array, region: Uint8Array): number {
  let [low, high, n, sum, squares] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    const value = from[i] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
    n++;
    sum += to[i] ?? 0;
    squares += (to[i] ?? 0) ** 2;
  }
  const variance = squares - (sum * sum) / Math.max(1, n);
  if (n === 0 || variance <= 0) return 0;
  const [counts, sums] = [new Float64Array(TONES), new Float64Array(TONES)];
  const perGrey = (TONES - 0.01) / Math.max(1, high - low);
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    const tone = Math.floor(((from[i] ?? 0) - low) * perGrey);
    counts[tone] = (counts[tone] ?? 0) + 1;
    sums[tone] = (sums[tone] ?? 0) + (to[i] ?? 0);
  }
  const between = sums.reduce((total, s, tone) => total + (s * s) / Math.max(1, counts[tone] ?? 0), 0);
  return Math.min(1, Math.max(0, (between - (sum * sum) / n) / variance));
}

/** Where the ground lies among the pixels of a strip, by rank, from its own side. */
const GROUND_RANK = 0.05;
const ROUNDS = 8;

/** The strip as one profile down times one profile across, as bands of equal height in straight lanes would be, and what is left of it. */
function straightLanes(values: Float32Array, region: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): { residual: Float32Array; unexplained: number; stacked: number } {
  const seen = values.filter((_, i) => region[i]);
  const at = levelQuantiles(seen);
  const isLight = at(0.5) > (at(0.02) + at(0.98)) / 2;
  const ground = at(isLight ? 1 - GROUND_RANK : GROUND_RANK);
  const down = new Float64Array(height);
  const across = new Float64Array(width).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    for (let y = 0; y < height; y++) down[y] = projected(width, (x) => y * width + x, across);
    for (let x = 0; x < width; x++) across[x] = projected(height, (y) => y * width + x, down);
  }
  function projected(length: number, index: (k: number) => number, other: Float64Array): number {
    let [sum, weight] = [0, 0];
    for (let k = 0; k < length; k++) {
      const i = index(k);
      if (!region[i]) continue;
      sum += ((values[i] ?? 0) - ground) * (other[k] ?? 0);
      weight += (other[k] ?? 0) ** 2;
    }
    return weight > 0 ? sum / weight : 0;
  }

  const mean = seen.reduce((total, value) => total + value, 0) / Math.max(1, seen.length);
  const residual = new Float32Array(values.length);
  let [left, all] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!region[i]) continue;
    const value = values[i] ?? 0;
    residual[i] = value - ground - (down[Math.floor(i / width)] ?? 0) * (across[i % width] ?? 0);
    left += (residual[i] ?? 0) ** 2;
    all += (value - mean) ** 2;
  }
  return { residual, unexplained: all > 0 ? left / all : 0, stacked: risesIn(down) };
}

/** Share of the highest by which a profile must rise, and fall again, for a band to be counted. */
const RISE = 0.2;

function risesIn(profile: Float64Array): number {
  const heights = Array.from(profile, Math.abs);
  const least = RISE * Math.max(0, ...heights);
  let [count, low, high] = [0, Infinity, -Infinity];
  let isUp = false;
  for (const value of heights) {
    if (isUp) {
      high = Math.max(high, value);
      if (value < high - least) [isUp, low] = [false, value];
    } else {
      low = Math.min(low, value);
      if (value > low + least) [isUp, high, count] = [true, value, count + 1];
    }
  }
  return count;
}

function correlation(p: Float32Array, q: Float32Array, region: Uint8Array): number {
  let [n, sp, sq, pp, qq, pq] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    const [u, v] = [p[i] ?? 0, q[i] ?? 0];
    n++;
    sp += u;
    sq += v;
    pp += u * u;
    qq += v * v;
    pq += u * v;
  }
  const scale = Math.sqrt(Math.max(0, pp - (sp * sp) / Math.max(1, n)) * Math.max(0, qq - (sq * sq) / Math.max(1, n)));
  return scale > 0 ? (pq - (sp * sq) / n) / scale : 0;
}
