/** The difference of two aligned regions, after brightness and contrast are matched. */
import { applyTo, type Matrix, type Point } from '../../../src/core/geometry.ts';
import { contains } from '../../../src/core/regions.ts';

/** RGBA raster, as a canvas gives it. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export interface Difference {
  /** RGBA of the first raster's size; transparent outside the region. */
  readonly picture: Raster;
  /** Mean absolute difference, unit grey. */
  readonly mean: number;
}

/** grey; differences at and above it have the last colour. */
export const DIFFERENCE_TOP = 64;

/** Sequential and readable with any colour vision. Source: cividis, Nuñez, Anderton, Renslow, PLoS ONE 13(7), 2018, doi:10.1371/journal.pone.0199239; five stops. */
const CIVIDIS = [[0, 32, 76], [64, 77, 107], [125, 124, 120], [190, 175, 105], [255, 233, 69]] as const;

/** @param toSecond pixels of the first raster → pixels of the second.
 * @param region in pixels of the first raster. */
export function differenceOf(first: Raster, second: Raster, toSecond: Matrix, region: readonly Point[]): Difference {
  const pairs = pairUp(first, second, toSecond, region);
  const { gain, offset } = fitLine(pairs);
  const data = new Uint8ClampedArray(first.width * first.height * 4);
  let sum = 0;
  for (let i = 0; i < pairs.count; i++) {
    const difference = Math.abs((pairs.a[i] ?? 0) - (gain * (pairs.b[i] ?? 0) + offset));
    sum += difference;
    paint(data, (pairs.at[i] ?? 0) * 4, difference / DIFFERENCE_TOP);
  }
  return { picture: { width: first.width, height: first.height, data }, mean: pairs.count > 0 ? sum / pairs.count : 0 };
}

interface Pairs {
  readonly count: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** Index of the pixel in the first raster. */
  readonly at: Uint32Array;
}

function pairUp(first: Raster, second: Raster, toSecond: Matrix, region: readonly Point[]): Pairs {
  const size = first.width * first.height;
  const [a, b, at] = [new Float32Array(size), new Float32Array(size), new Uint32Array(size)];
  let count = 0;
  for (let y = 0; y < first.height; y++) {
    for (let x = 0; x < first.width; x++) {
      const centre = { x: x + 0.5, y: y + 0.5 };
      if (!contains({ polygon: region }, centre)) continue;
      const other = lumaAt(second, applyTo(toSecond, centre));
      if (other === undefined) continue;
      a[count] = lumaOf(first, y * first.width + x);
      b[count] = other;
      at[count] = y * first.width + x;
      count++;
    }
  }
  return { count, a, b, at };
}

interface Line {
  readonly gain: number;
  readonly offset: number;
}

/** Enough to place two quartiles within a grey step. */
const MAX_SAMPLES = 20_000;

/** a ≈ gain · b + offset, untouched by what was altered: a first line through the quartiles, then least squares on the half that fits it best. */
function fitLine(pairs: Pairs): Line {
  const step = Math.max(1, Math.ceil(pairs.count / MAX_SAMPLES));
  const samples = Array.from({ length: Math.floor(pairs.count / step) }, (_, i) => ({ a: pairs.a[i * step] ?? 0, b: pairs.b[i * step] ?? 0 }));
  const start = throughQuartiles(samples);
  const misfit = ({ a, b }: Sample): number => Math.abs(a - start.gain * b - start.offset);
  const limit = quantile(samples.map(misfit), 0.5);
  return leastSquares(samples.filter((sample) => misfit(sample) <= limit)) ?? start;
}

interface Sample {
  readonly a: number;
  readonly b: number;
}

function throughQuartiles(samples: readonly Sample[]): Line {
  const as = samples.map(({ a }) => a);
  const bs = samples.map(({ b }) => b);
  const [a1, a2, a3, b1, b2, b3] = [quantile(as, 0.25), quantile(as, 0.5), quantile(as, 0.75), quantile(bs, 0.25), quantile(bs, 0.5), quantile(bs, 0.75)];
  const slope = b3 > b1 ? (a3 - a1) / (b3 - b1) : 0;
  const agreeing = samples.reduce((sum, { a, b }) => sum + Math.sign((a - a2) * (b - b2)), 0);
  const gain = agreeing < 0 ? -slope : slope; // inverted copies
  return { gain, offset: a2 - gain * b2 };
}

/** `undefined` when all values of b are the same. */
function leastSquares(samples: readonly Sample[]): Line | undefined {
  let [sa, sb, sab, sbb] = [0, 0, 0, 0];
  for (const { a, b } of samples) {
    sa += a;
    sb += b;
    sab += a * b;
    sbb += b * b;
  }
  const spread = samples.length * sbb - sb * sb;
  if (spread <= 1e-6) return undefined;
  const gain = (samples.length * sab - sa * sb) / spread;
  return { gain, offset: (sa - gain * sb) / samples.length };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** ITU-R BT.601. */
function lumaOf({ data }: Raster, pixel: number): number {
  const i = pixel * 4;
  return 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
}

/** Bilinear between pixel centres; `undefined` outside. */
function lumaAt(raster: Raster, { x, y }: Point): number | undefined {
  const { width, height } = raster;
  if (!(x >= 0 && y >= 0 && x <= width && y <= height)) return undefined;
  const [u, v] = [Math.min(width - 1, Math.max(0, x - 0.5)), Math.min(height - 1, Math.max(0, y - 0.5))];
  const [x0, y0] = [Math.floor(u), Math.floor(v)];
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)];
  const [fx, fy] = [u - x0, v - y0];
  const top = lumaOf(raster, y0 * width + x0) * (1 - fx) + lumaOf(raster, y0 * width + x1) * fx;
  const bottom = lumaOf(raster, y1 * width + x0) * (1 - fx) + lumaOf(raster, y1 * width + x1) * fx;
  return top * (1 - fy) + bottom * fy;
}

function paint(data: Uint8ClampedArray, at: number, share: number): void {
  const position = Math.min(1, share) * (CIVIDIS.length - 1);
  const low = Math.min(CIVIDIS.length - 2, Math.floor(position));
  const [a, b] = [CIVIDIS[low] ?? CIVIDIS[0], CIVIDIS[low + 1] ?? CIVIDIS[0]];
  for (const channel of [0, 1, 2] as const) data[at + channel] = a[channel] + (b[channel] - a[channel]) * (position - low);
  data[at + 3] = 255;
}
