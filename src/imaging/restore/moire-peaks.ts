/**
 * Moiré: peaks in the spectrum of the paper, print left out, that stand above everything around them.
 *
 * Sees stripes with periods from 2 to 32 px that go on over most of the picture. Blind to broader bands, and to a pattern of one small place.
 * A regular texture (woven cloth, a halftone print) is a pattern too and is found.
 * Source: peaks of the averaged periodogram (Welch, IEEE Trans. Audio Electroacoust. 15(2), 1967, doi:10.1109/TAU.1967.1161901) over their local median.
 */
import type { RgbImage } from '../../core/image.ts';
import { quantileOf } from '../pages/robust.ts';
import { fourier, type Spectrum } from './fft.ts';
import { flattenInto, paperOf, printOf } from './paper-tiles.ts';
import { CHANNELS, TILE, tileInto, windowOf } from './tiles.ts';

export interface Moire {
  /** Per channel, TILE × TILE: 1 where a frequency belongs to a peak. */
  readonly peaks: readonly Uint8Array[];
  /** dB: the highest peak over its surroundings; 0 when none is found. */
  readonly height: number;
  /** Share of the variance of the paper, in periods up to 32 px, that lies in the peaks, [0, 1]. */
  readonly strength: number;
}

/** dB over the local median: a peak begins with the first and reaches as far as the second. */
const PEAK = { least: 13, foot: 5 } as const;
/** Bins nearer to the origin (longer periods) are light and layout. */
const LEAST_BIN = TILE / 32;
/** Tiles that are looked at, spread over the picture. */
const MOST_TILES = 30;
/** px around print that are left out with it, so that its soft edges are. */
const HALO = 3;
/** Fewer tiles would not tell a pattern from chance. */
const LEAST_TILES = 4;
/** Share of a tile that may be print. */
const MOST_INK = 0.75;

export function findMoire(rgb: RgbImage): Moire {
  const spectra = meanSpectra(rgb);
  const found = spectra.map(peaksOf);
  const height = Math.max(0, ...found.map(({ height: own }) => own));
  const [inPeaks, all] = found.reduce(([p, a], { inPeaks: own, all: total }) => [p + own, a + total], [0, 0]);
  return { peaks: found.map(({ mask }) => mask), height, strength: height === 0 || all <= 0 ? 0 : Math.min(1, inPeaks / all) };
}

interface MeanSpectrum {
  /** Mean power over the tiles. */
  readonly power: Float64Array;
  /** dB: mean of each tile's level over its own median, so that one tile with a sharp edge does not speak for all. */
  readonly level: Float64Array;
}

/** Of each channel over tiles of the paper; empty where fewer than {@link LEAST_TILES} have enough of it. */
function meanSpectra(rgb: RgbImage): readonly MeanSpectrum[] {
  const { forwardInto } = fourier(TILE);
  const ink = printOf(rgb, HALO);
  const window = windowOf(2);
  const sums = CHANNELS.map((): MeanSpectrum => ({ power: new Float64Array(TILE * TILE), level: new Float64Array(TILE * TILE) }));
  const own = new Float32Array(TILE * TILE);
  const tile: Spectrum = { side: TILE, re: new Float64Array(TILE * TILE), im: new Float64Array(TILE * TILE) };
  let count = 0;
  for (const { x, y } of places(rgb)) {
    const paper = paperOf(ink, { x, y }, window);
    if (paper.share < 1 - MOST_INK) continue;
    count++;
    for (const [c, { power, level }] of sums.entries()) {
      tileInto(tile.re, rgb, { x, y, channel: c });
      tile.im.fill(0);
      flattenInto(tile.re, paper.mask, window);
      forwardInto(tile);
      for (let i = 0; i < own.length; i++) own[i] = ((tile.re[i] ?? 0) ** 2 + (tile.im[i] ?? 0) ** 2) / paper.share;
      const floor = Math.max(1e-6, quantileOf(own.filter((_, i) => i % 7 === 0), 0.5));
      for (let i = 0; i < own.length; i++) {
        power[i] = (power[i] ?? 0) + (own[i] ?? 0);
        level[i] = (level[i] ?? 0) + 10 * Math.log10((own[i] ?? 0) / floor + 1e-3);
      }
    }
  }
  if (count < LEAST_TILES) return [];
  return sums.map(({ power, level }) => ({ power, level: level.map((v) => v / count) }));
}

/** A lattice of tiles; small pictures have one that begins at their corner. */
function places({ width, height }: RgbImage): readonly { readonly x: number; readonly y: number }[] {
  const per = Math.sqrt(MOST_TILES / Math.max(1, (width * height) / (TILE * TILE)));
  const along = (side: number): readonly number[] => {
    const count = Math.max(1, Math.min(Math.floor((2 * side) / TILE) - 1, Math.floor((side / TILE) * Math.min(2, per))));
    return Array.from({ length: count }, (_, i) => (count === 1 ? Math.max(0, (side - TILE) >> 1) : Math.round((i * (side - TILE)) / (count - 1))));
  };
  return along(height).flatMap((y) => along(width).map((x) => ({ x, y })));
}

interface Found {
  readonly mask: Uint8Array;
  readonly height: number;
  readonly inPeaks: number;
  readonly all: number;
}

function peaksOf({ power, level }: MeanSpectrum): Found {
  const excess = new Float32Array(power.length);
  const around = backgroundOf(level);
  const seeds: number[] = [];
  let [height, all] = [0, 0];
  for (let v = 0, i = 0; v < TILE; v++) for (let u = 0; u < TILE; u++, i++) {
    const [fu, fv] = [signed(u), signed(v)];
    if (Math.hypot(fu, fv) < LEAST_BIN) continue;
    all += power[i] ?? 0;
    if (isOfBlocks(fu, fv)) continue;
    excess[i] = (level[i] ?? 0) - (around[Math.floor(v / PATCH) * PATCHES + Math.floor(u / PATCH)] ?? 0);
    if ((excess[i] ?? 0) < PEAK.least) continue;
    seeds.push(i);
    height = Math.max(height, excess[i] ?? 0);
  }
  const mask = grown(excess, seeds);
  const inPeaks = mask.reduce((sum, v, i) => sum + (v ? (power[i] ?? 0) * (1 - 10 ** (-Math.max(0, excess[i] ?? 0) / 10)) : 0), 0);
  return { mask, height, inPeaks, all };
}

/** Bin as a frequency: the upper half is negative. */
const signed = (bin: number): number => (bin >= TILE / 2 ? bin - TILE : bin);

/** The 8 × 8 blocks of JPEG, and the 16 × 16 ones of halved chroma, have peaks of their own on a lattice; rows and columns of print lie on the axes. */
function isOfBlocks(fu: number, fv: number): boolean {
  const near = (f: number): boolean => Math.abs(f - Math.round(f / (TILE / 16)) * (TILE / 16)) <= 1;
  return (near(fu) && near(fv)) || Math.abs(fu) <= 1 || Math.abs(fv) <= 1;
}

/** Bins; side of a patch of the spectrum. */
const PATCH = 8;
const PATCHES = TILE / PATCH;

/** Of each patch, the median of its own median level and its eight neighbours': a peak, and the streaks that print left out draws from it, cover few of them. */
function backgroundOf(level: Float64Array): Float32Array {
  const own = Float32Array.from({ length: PATCHES * PATCHES }, (_, k) => {
    const [u0, v0] = [(k % PATCHES) * PATCH, Math.floor(k / PATCHES) * PATCH];
    return quantileOf(Float32Array.from({ length: PATCH * PATCH }, (__, i) => level[(v0 + Math.floor(i / PATCH)) * TILE + u0 + (i % PATCH)] ?? 0), 0.5);
  });
  return own.map((_, k) => {
    const [p, q] = [k % PATCHES, Math.floor(k / PATCHES)];
    return quantileOf(Float32Array.from({ length: 9 }, (__, n) => own[((q + Math.floor(n / 3) - 1 + PATCHES) % PATCHES) * PATCHES + ((p + (n % 3) - 1 + PATCHES) % PATCHES)] ?? 0), 0.5);
  });
}

/** Seeds and what is joined to them above the foot, one bin wider. */
function grown(excess: Float32Array, seeds: readonly number[]): Uint8Array {
  const mask = new Uint8Array(excess.length);
  const queue = [...seeds];
  for (const i of queue) mask[i] = 1;
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    for (const j of neighbours(i)) if (!mask[j] && (excess[j] ?? 0) >= PEAK.foot) {
      mask[j] = 1;
      queue.push(j);
    }
  }
  const wider = Uint8Array.from(mask);
  for (let i = 0; i < mask.length; i++) if (mask[i]) for (const j of neighbours(i)) wider[j] = 1;
  return wider;
}

function neighbours(i: number): readonly number[] {
  const [u, v] = [i % TILE, Math.floor(i / TILE)];
  return [-1, 0, 1].flatMap((dv) => [-1, 0, 1].map((du) => ((v + dv + TILE) % TILE) * TILE + ((u + du + TILE) % TILE)));
}
