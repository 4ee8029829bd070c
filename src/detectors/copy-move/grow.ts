/** The true extent of a clone: everything around the seeds that agrees with its moved self. */
import type { Box } from '../../core/geometry.ts';
import { image } from '../../core/image.ts';
import { connectedComponents } from '../../imaging/components.ts';
import { agreementOf, agreementWithin, boxSum, compareIn, cropped, type Agreement, type Comparison } from './agreement.ts';
import type { Bands } from './bands.ts';
import { correlationAt, refine } from './refine.ts';
import { mapX, mapY, type Similarity } from './similarity.ts';

export interface Clone {
  readonly similarity: Similarity;
  readonly agreement: Agreement;
  /** window.width × window.height: the source side, small gaps closed. */
  readonly region: Uint8Array;
  /** Pixels of it that were compared and agree. */
  readonly proven: Uint8Array;
}

/** Band weights tried, from the finest detail down to all of it, and the local correlation the seeds must reach to grow by it. */
const BLENDS = [{ weights: [1, 0.3, 0], atLeast: 0.55 }, { weights: [1, 1, 0.2], atLeast: 0.6 }, { weights: [1, 1, 1], atLeast: 0 }] as const;
/** A place agrees above this share of the seeds' own local correlation, within bounds. */
const SHARE = 0.62;
const AGREES = { least: 0.4, most: 0.62 } as const;
/** Of the seeds, some of which may be wrong. */
const SEED_QUANTILE = 0.6;
/** Correlation of the middle band at the seeds under which growing is not tried. */
const LEAST_START = 0.35;
const MOST_SEEDS = 400;
/** px, gaps narrower than twice this are closed, threads thinner than twice `OPEN` cut. */
const CLOSE = 5;
const OPEN = 2;
/** px around the region that evidence and outline look at: more than its widest ring and the widest gap that is closed, with what their sums reach. */
const KEPT = 32;
/** Points a motion is refined on. */
const MOST_REFINED = 1500;
/** px around the seeds in the first window. */
const MARGIN = 40;
const WIDENINGS = 4;
/** Share of seeds (or of their surroundings) a component must hold to belong to the clone: one seed is enough. */
const LEAST_AREA = 60;

type Seeds = readonly (readonly [number, number])[];

/** @param seeds px, points of the source side. */
export function growClone(bands: Bands, start: Similarity, seeds: Seeds, minShift: number): Clone | undefined {
  let similarity = refine(planeOf(bands, 1), seeds, start);
  if (correlationAt(planeOf(bands, 1), thinned(seeds), similarity) < LEAST_START) return undefined;
  let window = windowAround(seeds, bands, MARGIN);
  let comparison = compareIn(bands, window, similarity, minShift);
  const { weights, agrees, agreement: first } = blendFor(comparison, seeds);
  let agreement = first;
  for (let round = 0; ; round++) {
    const proven = connectedTo(seeds, oneSided(agreement, seeds, similarity), agrees);
    if (!proven) return undefined;
    const wider = widened(window, proven, bands);
    if (round === WIDENINGS || (!wider && round > 0)) return trimmed(similarity, agreement, proven);
    if (round === 0) similarity = refine(planeOf(bands, 1), pointsOf(proven, window, MOST_REFINED), similarity);
    window = wider ?? window;
    comparison = compareIn(bands, window, similarity, minShift);
    agreement = agreementOf(comparison, weights);
  }
}

/** The clone in a window no larger than what is looked at around it. */
function trimmed(similarity: Similarity, whole: Agreement, wholly: Uint8Array): Clone {
  const window = boundsOf(wholly, whole.window, KEPT);
  const agreement = agreementWithin(whole, window);
  const proven = cropped(wholly, whole.window, window);
  return { similarity, agreement, proven, region: gapsClosed(proven, window.width, window.height) };
}

/**
 * The finest blend of bands by which the seeds still agree, and how much agreement the rest must show. Look-alikes (nuclei,
 * bands of a blot) share their coarse detail, so it is asked only where compression took the fine.
 */
function blendFor(comparison: Comparison, seeds: Seeds): { weights: readonly number[]; agrees: number; agreement: Agreement } {
  const { window } = comparison;
  let typical = 0;
  let weights: readonly number[] = BLENDS[0].weights;
  let agreement = agreementOf(comparison, weights);
  for (const blend of BLENDS) {
    if (blend !== BLENDS[0]) agreement = agreementOf(comparison, blend.weights);
    const { correlation, textured } = agreement;
    const values = seeds.flatMap(([x, y]) => {
      const i = (Math.floor(y) - window.y) * window.width + Math.floor(x) - window.x;
      return textured[i] ? [correlation[i] ?? 0] : [];
    }).sort((a, b) => a - b);
    typical = values[Math.floor(SEED_QUANTILE * values.length)] ?? 0;
    weights = blend.weights;
    if (typical >= blend.atLeast) break;
  }
  return { weights, agreement, agrees: Math.min(AGREES.most, Math.max(AGREES.least, SHARE * typical)) };
}

function thinned(seeds: Seeds): Seeds {
  const stride = Math.max(1, Math.ceil(seeds.length / MOST_SEEDS));
  return seeds.filter((_, i) => i % stride === 0);
}

export function planeOf(bands: Bands, index: number): { width: number; height: number; data: Float32Array } {
  return { width: bands.width, height: bands.height, data: bands.planes[index] ?? new Float32Array(bands.width * bands.height) };
}

/** px, centres of the set pixels; evenly thinned, to fewer than twice `most`. */
export function pointsOf(mask: Uint8Array, window: Box<'panel'>, most = Infinity): [number, number][] {
  const stride = Math.max(1, Math.floor(areaOf(mask) / most));
  const points: [number, number][] = [];
  let seen = 0;
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i] || seen++ % stride !== 0) continue;
    points.push([window.x + (i % window.width) + 0.5, window.y + Math.floor(i / window.width) + 0.5]);
  }
  return points;
}

/** px² of the set pixels. */
export function areaOf(mask: Uint8Array): number {
  let n = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i]) n++;
  return n;
}

/** The part of a window that lies within `margin` px of the set pixels. */
function boundsOf(mask: Uint8Array, window: Box<'panel'>, margin: number): Box<'panel'> {
  let [left, top, right, bottom] = [window.width, window.height, 0, 0];
  for (let y = 0, i = 0; y < window.height; y++) {
    for (let x = 0; x < window.width; x++, i++) {
      if (!mask[i]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  return {
    x: window.x + x, y: window.y + y,
    width: Math.min(window.width, right + 1 + margin) - x, height: Math.min(window.height, bottom + 1 + margin) - y,
  };
}

function windowAround(seeds: Seeds, { width, height }: Bands, margin: number): Box<'panel'> {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (const [x, y] of seeds) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const x = Math.max(0, Math.floor(left - margin));
  const y = Math.max(0, Math.floor(top - margin));
  return { x, y, width: Math.min(width, Math.ceil(right + margin)) - x, height: Math.min(height, Math.ceil(bottom + margin)) - y };
}

/** The window grown on the sides its region touches; `undefined` when it touches none that can move. */
function widened(window: Box<'panel'>, region: Uint8Array, { width, height }: Bands): Box<'panel'> | undefined {
  const touches = { left: false, right: false, top: false, bottom: false };
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    const [x, y] = [i % window.width, Math.floor(i / window.width)];
    touches.left ||= x < 3;
    touches.top ||= y < 3;
    touches.right ||= x >= window.width - 3;
    touches.bottom ||= y >= window.height - 3;
  }
  const left = touches.left ? Math.max(0, window.x - window.width) : window.x;
  const top = touches.top ? Math.max(0, window.y - window.height) : window.y;
  const right = touches.right ? Math.min(width, window.x + 2 * window.width) : window.x + window.width;
  const bottom = touches.bottom ? Math.min(height, window.y + 2 * window.height) : window.y + window.height;
  const wider = { x: left, y: top, width: right - left, height: bottom - top };
  return wider.width === window.width && wider.height === window.height ? undefined : wider;
}

/**
 * A mirroring or a half turn carries the copy back onto the source, so both sides agree: only points that move the way the
 * seeds do are kept.
 */
function oneSided(agreement: Agreement, seeds: Seeds, similarity: Similarity): Agreement {
  const [x, y] = seeds[seeds.length >> 1] ?? [0, 0];
  const [u, v] = [mapX(similarity, x, y), mapY(similarity, x, y)];
  if (Math.hypot(mapX(similarity, u, v) - x, mapY(similarity, u, v) - y) > 0.5 * Math.hypot(u - x, v - y)) return agreement;
  const { window, textured } = agreement;
  const kept = textured.map((value, i) => {
    const [px, py] = [window.x + (i % window.width) + 0.5, window.y + Math.floor(i / window.width) + 0.5];
    return value && (mapX(similarity, px, py) - px) * (u - x) + (mapY(similarity, px, py) - py) * (v - y) > 0 ? 1 : 0;
  });
  return { ...agreement, textured: kept };
}

/** Agreeing pixels in components that hold a seed. */
function connectedTo(seeds: Seeds, { window, correlation, textured }: Agreement, least: number): Uint8Array | undefined {
  const { width, height } = window;
  const agrees = new Uint8Array(width * height);
  for (let i = 0; i < agrees.length; i++) if (textured[i] && (correlation[i] ?? 0) > least) agrees[i] = 1;
  const { labels, components } = connectedComponents(image(width, height, 1, agrees), 4);
  const wanted = new Set<number>();
  for (const [x, y] of seeds) {
    const [i, j] = [Math.floor(x) - window.x, Math.floor(y) - window.y];
    const label = i >= 0 && j >= 0 && i < width && j < height ? (labels[j * width + i] ?? 0) : 0;
    if (label && (components[label - 1]?.area ?? 0) >= LEAST_AREA) wanted.add(label);
  }
  if (wanted.size === 0) return undefined;
  for (let i = 0; i < agrees.length; i++) agrees[i] = wanted.has(labels[i] ?? 0) ? 1 : 0;
  return agrees;
}

/** Gaps narrower than twice `CLOSE` closed and threads thinner than twice `OPEN` cut. */
function gapsClosed(proven: Uint8Array, width: number, height: number): Uint8Array {
  const pad = CLOSE + OPEN + 1;
  const [w, h] = [width + 2 * pad, height + 2 * pad];
  const start = new Float32Array(w * h);
  for (let y = 0, i = 0; y < height; y++) for (let at = (y + pad) * w + pad; at < (y + pad) * w + pad + width; at++, i++) start[at] = proven[i] ? 1 : 0;
  const wide = above(boxSum(start, w, h, CLOSE), 0.5);
  const narrow = above(boxSum(wide, w, h, CLOSE + OPEN), (2 * (CLOSE + OPEN) + 1) ** 2 - 0.5);
  const closed = above(boxSum(narrow, w, h, OPEN), 0.5);
  const out = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) for (let at = (y + pad) * w + pad; at < (y + pad) * w + pad + width; at++, i++) out[i] = closed[at] ?? 0;
  return out;
}

/** 1 where a sum exceeds `level`, in place. */
function above(sums: Float32Array, level: number): Float32Array {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) > level ? 1 : 0;
  return sums;
}

/** px, where the middle of the region goes, minus where it is. */
export function shiftOf({ similarity, region, agreement: { window } }: Clone): { x: number; y: number; dx: number; dy: number } {
  let [sx, sy, n] = [0, 0, 0];
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    sx += window.x + (i % window.width) + 0.5;
    sy += window.y + Math.floor(i / window.width) + 0.5;
    n++;
  }
  const [x, y] = [sx / Math.max(1, n), sy / Math.max(1, n)];
  return { x, y, dx: mapX(similarity, x, y) - x, dy: mapY(similarity, x, y) - y };
}
