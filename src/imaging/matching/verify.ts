/** Proves on the pixels what keypoints only propose: where two images agree under a transform, and how well. */
import { applyTo, multiply, type Matrix, type Point } from '../../core/geometry.ts';
import { areaOf, type Region } from '../../core/regions.ts';
import { blurred } from '../kernels/sift.ts';
import { toEighths, znccMap, type EighthsPair, type ZnccMap } from '../kernels/zncc.ts';
import { toneWhere, withoutClipped } from './clipping.ts';
import { toCommonFrame, type CommonFrame, type FrameOptions, type MaskedLuma } from './common-frame.ts';
import { AGREES, DIFFERS, growRegions, labelled, type RegionPart } from './grow-region.ts';
import { traceOutline } from './outline.ts';
import { corrected, refineAlignment } from './refine-alignment.ts';
import { stripAgreement, type StripAgreement } from './strip-agreement.ts';

export interface VerifyOptions extends FrameOptions {
  /** Least ZNCC of a window that agrees. */
  readonly leastZncc?: number;
  /** px, half the side of a window less one half; 6 = 13 × 13. */
  readonly radius?: number;
  /** px, how far off the proposed transform may be. */
  readonly reach?: number;
  /**
   * Share of the small windows of the first alignment that must fit one motion; below, the proposal is dropped unproven.
   * 0 = never. Blind to a shared part that is a smaller share of what the two images could share.
   */
  readonly leastAligned?: number;
  /** Whether what agrees is looked at as strips of bands too. */
  readonly strips?: boolean;
}

/** What is the same, in pixels of a, and the evidence for it. */
export interface Overlap {
  /** Pixels of a → pixels of b, sharpened. */
  readonly matrix: Matrix;
  /** Outline in a; the region in b is its image under `matrix`. */
  readonly region: Region<'panel'>;
  /** px² of a. */
  readonly area: number;
  /** Mean ZNCC of the textured windows in the region, in [−1, 1]. */
  readonly zncc: number;
  /** Share of the textured windows in the region that agree, in [0, 1]. */
  readonly agreeing: number;
  /** The same over all the two images could share. */
  readonly agreeingOverall: number;
  /** Textured area of the region in windows that do not overlap. */
  readonly windows: number;
  /** Region as a share of all the two images could share, in [0, 1]. */
  readonly coverage: number;
  /** Correlation of what remains after a blur of 1.5 px is taken away: grain and finest detail. */
  readonly detail: number;
  /** Share of the textured windows in the region with ZNCC ≥ 0.85, in [0, 1]: two like bands agree, but not as closely as one band with itself. */
  readonly close: number;
  /** Mean ZNCC of the windows after smooth shapes (> 2.5 px) are taken away, weighted by what is left. */
  readonly band: number;
  /** b ≈ contrast · a + brightness, grey. */
  readonly contrast: number;
  readonly brightness: number;
  /** Of what agrees, where it was asked for. */
  readonly strips?: StripAgreement;
}

const DEFAULTS = { leastZncc: 0.55, radius: 6, reach: 5, leastAligned: 0, strips: false, maxPixels: 350_000, smoothing: 0.8 } as const satisfies VerifyOptions;
const STEP = 2;
/** grey, standard deviation of a window with texture in an image of full contrast; below JPEG's own noise nothing is said. */
const TEXTURE = 2.5;
const LEAST_TEXTURE = 1;
/** Share of a window that must lie in both images, unmasked. */
const LEAST_USED = 0.6;
const CLOSE = 0.85;
/** px, Gaussian; wider shapes than this are taken away for `band`. */
const BAND_SIGMA = 2.5;
/** Windows that must agree for there to be a region at all. */
const LEAST_AGREEING = 12;

/** @returns `undefined` when no region agrees. Deterministic: no chance is involved. */
export function verifyOverlap(a: MaskedLuma, b: MaskedLuma, proposal: Matrix, options: VerifyOptions = {}): Overlap | undefined {
  const settings: Required<VerifyOptions> = { ...DEFAULTS, ...options };
  const aligned = align(a, b, proposal, settings);
  if (!aligned) return undefined;
  const { matrix, frame } = aligned;
  const pair = eighths(frame);
  const leastSd = (values: Float32Array): number => Math.max(LEAST_TEXTURE, TEXTURE * Math.min(1, rangeOf(values, frame.use) / 150));
  const rule = { leastZncc: settings.leastZncc, leastUsed: LEAST_USED, leastSd: [leastSd(frame.a), leastSd(frame.b)] as const };
  const first = znccMap(pair, { radius: settings.radius, step: STEP });
  const heard = labelled(first, rule);
  const tone = heard.includes(DIFFERS) ? toneWhere(frame, heard, AGREES, first) : undefined;
  const map = tone ? znccMap({ ...pair, use: withoutClipped(frame, tone) }, { radius: settings.radius, step: STEP }) : first;
  const labels = tone ? labelled(map, rule) : heard;
  const valid = new Uint8Array(labels.length);
  for (let i = 0; i < valid.length; i++) valid[i] = frame.inside[STEP * Math.floor(i / map.columns) * frame.width + STEP * (i % map.columns)] ?? 0;
  const part = growRegions(labels, valid, map)[0];
  if (!part || part.agreeing < LEAST_AGREEING) return undefined;
  return { matrix, ...describeRegion(frame, { map, labels, valid, part }), ...(settings.strips ? { strips: stripAgreement(frame, pixelsOf(frame, part)) } : {}) };
}

/** px of the frame in which the transform is first sharpened. */
const ALIGNMENT_PIXELS = 120_000;
/** Windows of the first alignment from which their share says something. */
const ENOUGH_WINDOWS = 40;

/** Twice: first as far as `reach`, then closely. */
function align(a: MaskedLuma, b: MaskedLuma, proposal: Matrix, settings: Required<VerifyOptions>): { matrix: Matrix; frame: CommonFrame } | undefined {
  const coarse = toCommonFrame(a, b, proposal, { ...settings, maxPixels: Math.min(settings.maxPixels, ALIGNMENT_PIXELS) });
  const first = coarse && refineAlignment(eighths(coarse), settings.reach);
  if (first && first.windows >= ENOUGH_WINDOWS && first.agreeing < settings.leastAligned * first.windows) return undefined;
  const near = first ? corrected(coarse.toA, coarse.toB, first.correction) : proposal;
  const fine = toCommonFrame(a, b, near, settings);
  const second = fine && refineAlignment(eighths(fine), 2);
  const matrix = second ? corrected(fine.toA, fine.toB, second.correction) : near;
  const frame = toCommonFrame(a, b, matrix, settings);
  return frame && { matrix, frame };
}

function eighths(frame: CommonFrame): EighthsPair {
  return { width: frame.width, height: frame.height, a: toEighths(frame.a), b: toEighths(frame.b), use: frame.use };
}

/** grey between the percentiles 1 and 99 of the pixels in use. */
function rangeOf(values: Float32Array, use: Uint8Array): number {
  const histogram = new Uint32Array(256);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (!use[i]) continue;
    const bin = Math.max(0, Math.min(255, Math.round(values[i] ?? 0)));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    total++;
  }
  let [sum, low, high] = [0, -1, 255];
  for (const [bin, count] of histogram.entries()) {
    sum += count;
    if (low < 0 && sum > 0.01 * total) low = bin;
    if (sum >= 0.99 * total) {
      high = bin;
      break;
    }
  }
  return high - Math.max(0, low);
}

interface Found {
  readonly map: ZnccMap;
  readonly labels: Uint8Array;
  readonly valid: Uint8Array;
  readonly part: RegionPart;
}

function describeRegion(frame: CommonFrame, { map, labels, valid, part }: Found): Omit<Overlap, 'matrix'> {
  let [sum, textured, close, all, agreeingAll, shared, cells] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (valid[i]) shared++;
    if (part.data[i]) cells++;
    if (labels[i] !== AGREES && labels[i] !== DIFFERS) continue;
    all++;
    if (labels[i] === AGREES) agreeingAll++;
    if (!part.data[i]) continue;
    textured++;
    sum += map.zncc[i] ?? 0;
    if ((map.zncc[i] ?? 0) >= CLOSE) close++;
  }
  const region = outlineIn(frame, part);
  return {
    region, area: areaOf(region), zncc: sum / Math.max(1, textured), coverage: cells / Math.max(1, shared),
    agreeing: part.agreeing / Math.max(1, textured), agreeingOverall: agreeingAll / Math.max(1, all),
    windows: (textured * STEP * STEP) / 169, close: close / Math.max(1, textured), band: bandOf(frame, labels, part), ...toneOf(frame, part),
  };
}

/** Cells back to pixels of a. Cell (i, j) stands for the pixels around (i · step, j · step). */
function outlineIn({ toA, width, height }: CommonFrame, part: RegionPart): Region<'panel'> {
  const clamp = ({ x, y }: Point): Point => ({ x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) });
  const polygon = traceOutline(part, { tolerance: 1 }).map(({ x, y }) => clamp({
    x: x >= part.width ? width : x * STEP - (x > 0 ? STEP / 2 - 0.5 : 0),
    y: y >= part.height ? height : y * STEP - (y > 0 ? STEP / 2 - 0.5 : 0),
  }));
  return { polygon: polygon.map((p) => applyTo(toA, p)) };
}

/** 1 on the pixels in use that lie in the part. */
function pixelsOf({ width, use }: CommonFrame, part: RegionPart): Uint8Array {
  return use.map((used, i) => (used && part.data[Math.floor(Math.floor(i / width) / STEP) * part.width + Math.floor((i % width) / STEP)] ? 1 : 0));
}

/** Least squares of b on a over the region, and the correlation of their finest detail. */
function toneOf(frame: CommonFrame, part: RegionPart): Pick<Overlap, 'contrast' | 'brightness' | 'detail'> {
  const whole = sumsOver(frame, part, frame.a, frame.b);
  const fine = sumsOver(frame, part, highPass(frame.a, frame.width), highPass(frame.b, frame.width));
  const contrast = whole.va > 0 ? whole.ab / whole.va : 1;
  return {
    contrast, brightness: whole.mb - contrast * whole.ma,
    detail: fine.va > 0 && fine.vb > 0 ? fine.ab / Math.sqrt(fine.va * fine.vb) : 0,
  };
}

/** Like the main map, on what a blur takes away. */
function bandOf(frame: CommonFrame, labels: Uint8Array, part: RegionPart): number {
  const { width, height, use } = frame;
  const fine = (values: Float32Array): Int16Array => {
    const smooth = blurred({ width, height, data: values }, BAND_SIGMA);
    for (let i = 0; i < smooth.length; i++) smooth[i] = 128 + 2 * ((values[i] ?? 0) - (smooth[i] ?? 0));
    return toEighths(smooth);
  };
  const map = znccMap({ width, height, use, a: fine(frame.a), b: fine(frame.b) }, { radius: 6, step: STEP });
  let [sum, weights] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (!part.data[i] || !labels[i]) continue;
    const weight = (map.sdA[i] ?? 0) * (map.sdB[i] ?? 0);
    sum += weight * (map.zncc[i] ?? 0);
    weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

/** Laplacian of the four neighbours. */
function highPass(values: Float32Array, width: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = width + 1; i < values.length - width - 1; i++) {
    out[i] = (values[i] ?? 0) - ((values[i - 1] ?? 0) + (values[i + 1] ?? 0) + (values[i - width] ?? 0) + (values[i + width] ?? 0)) / 4;
  }
  return out;
}

interface Sums { readonly ma: number; readonly mb: number; readonly va: number; readonly vb: number; readonly ab: number }

function sumsOver({ width, height, use }: CommonFrame, part: RegionPart, a: Float32Array, b: Float32Array): Sums {
  let [n, sa, sb, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let y = 1; y < height - 1; y++) for (let x = 1; x < width - 1; x++) {
    const i = y * width + x;
    if (!use[i] || !part.data[Math.floor(y / STEP) * part.width + Math.floor(x / STEP)]) continue;
    const [p, q] = [a[i] ?? 0, b[i] ?? 0];
    n++;
    sa += p;
    sb += q;
    aa += p * p;
    bb += q * q;
    ab += p * q;
  }
  const [ma, mb] = [sa / Math.max(1, n), sb / Math.max(1, n)];
  return { ma, mb, va: aa - n * ma * ma, vb: bb - n * mb * mb, ab: ab - n * ma * mb };
}

/** The transform that undoes a mirror about the middle of an image this wide, put after `matrix`. */
export function mirroredAfter(matrix: Matrix, width: number): Matrix {
  return multiply([-1, 0, width, 0, 1, 0, 0, 0, 1], matrix);
}
