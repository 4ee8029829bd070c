/** What speaks for a clone and what speaks against it, as numbers. */
import type { LumaImage } from '../../core/image.ts';
import { boxSum } from './agreement.ts';
import { BAND_SIGMAS, type Bands } from './bands.ts';
import type { DenseField } from './dense-field.ts';
import { apartness } from './apart.ts';
import { groundOf, type Ground } from './ground.ts';
import { areaOf, pointsOf, shiftOf, type Clone } from './grow.ts';
import { mapX, mapY, scaleOf } from './similarity.ts';

export interface CloneEvidence {
  /** px² of the source side. */
  readonly area: number;
  /** Correlation of the detail of each band, finest first, in [−1, 1]. */
  readonly bands: readonly number[];
  /** Mean local correlation over the proven pixels. */
  readonly correlation: number;
  /** Share of the compared pixels of the region that agree. */
  readonly agreeing: number;
  /** −log₁₀ of the chance that independent detail of this size correlates so well by itself, strongest band; before counting tries. */
  readonly surprise: number;
  /** Best correlation of the source side with its own surroundings: near 1 for gratings and lattices. */
  readonly periodicity: number;
  /** Share of it that the dense search, left to itself, carried the same way. */
  readonly support: number;
  /** Share of the source side that lies on the copy. */
  readonly overlap: number;
  /** Mean local correlation of the proven pixels minus that just outside: copies end sharply, look-alikes fade. */
  readonly drop: number;
  /** What lies between the strong edges. */
  readonly ground: Ground;
  /** How far the picture goes towards the ground between the two sides, in [0, 1]; little: they are two ends of one thing. */
  readonly apart: number;
  /** px, by which the motion done twice misses where it began; small for a mirroring about one line. */
  readonly glide: number;
  /** px. */
  readonly shift: number;
  readonly scale: number;
}

/** px, shifts searched for a repeating pattern; the middle band changes little over 2 px. */
const PERIOD = { from: 7, to: 42, step: 2 } as const;
const MOST_POINTS = 150;
/** Clones whose detail may correlate by chance this easily are not looked into further. */
const LEAST_SURPRISE = 8;
/** Sides that share more than this are one place that resembles itself shifted, not two. */
const MOST_OVERLAP = 0.15;

/** @returns `undefined` where chance or a place that resembles itself explains it. */
export function evidenceOf(luma: LumaImage, bands: Bands, clone: Clone, field: DenseField | undefined): CloneEvidence | undefined {
  const { proven, region, agreement: { here, there, textured, correlation, window } } = clone;
  const area = areaOf(region);
  const perBand = here.map((a, k) => correlationOver(a, there[k] ?? a, proven));
  const size = areaOf(proven);
  const surprise = Math.max(...perBand.map((r, k) => surpriseOf(r, size / (2 * Math.PI * (BAND_SIGMAS[k] ?? 1) ** 2))));
  if (surprise < LEAST_SURPRISE) return undefined;
  const overlap = overlapOf(clone) / Math.max(1, area);
  if (overlap > MOST_OVERLAP) return undefined;
  let [agreed, compared, total] = [0, 0, 0];
  for (let i = 0; i < region.length; i++) {
    if (region[i] && textured[i]) compared++;
    if (region[i] && textured[i] && proven[i]) agreed++;
    if (proven[i]) total += correlation[i] ?? 0;
  }
  const { x, y, dx, dy } = shiftOf(clone);
  const { similarity } = clone;
  return {
    area, bands: perBand, surprise,
    correlation: total / Math.max(1, size),
    agreeing: agreed / Math.max(1, compared),
    periodicity: periodicityOf(bands, pointsOf(proven, window), dx, dy),
    support: supportOf(clone, field),
    overlap,
    drop: total / Math.max(1, size) - outsideCorrelation(clone),
    ground: groundOf(luma, clone),
    apart: apartness(luma, clone),
    glide: Math.hypot(mapX(similarity, x + dx, y + dy) - x, mapY(similarity, x + dx, y + dy) - y),
    shift: Math.hypot(dx, dy),
    scale: scaleOf(clone.similarity),
  };
}

/** px, ring around the region that is looked at: beyond the reach of the correlation windows. */
const RING = { from: 6, to: 14 } as const;

/** Mean local correlation in a ring around the region where there is detail; 0 where there is none. */
function outsideCorrelation({ region, agreement: { correlation, textured, window: { width, height } } }: Clone): number {
  const mask = Float32Array.from(region);
  const near = boxSum(mask, width, height, RING.from);
  const far = boxSum(mask, width, height, RING.to);
  let [sum, n] = [0, 0];
  for (let i = 0; i < region.length; i++) {
    if (!textured[i] || (near[i] ?? 0) > 0.5 || (far[i] ?? 0) < 0.5) continue;
    sum += correlation[i] ?? 0;
    n++;
  }
  return n > 0 ? sum / n : 0;
}

function correlationOver(a: Float32Array, b: Float32Array, mask: Uint8Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue;
    ab += (a[i] ?? 0) * (b[i] ?? 0);
    aa += (a[i] ?? 0) ** 2;
    bb += (b[i] ?? 0) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Fisher's z of a correlation over `n` independent samples, as −log₁₀ of its upper tail (Gaussian, leading term). Source: Fisher, Metron 1, 1921. */
function surpriseOf(r: number, n: number): number {
  const z = Math.atanh(Math.min(0.999, Math.max(0, r))) * Math.sqrt(Math.max(0, n - 3));
  return (0.5 * z * z + Math.log(1 + z * 2.5)) / Math.LN10;
}

/** The detail of the middle band against itself, shifted a little by whole pixels; shifts near the clone's own do not count. */
function periodicityOf(bands: Bands, points: readonly [number, number][], dx: number, dy: number): number {
  const { width, height } = bands;
  const plane = bands.planes[1] ?? new Float32Array(width * height);
  const stride = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  const chosen = points.filter((_, i) => i % stride === 0);
  const xs = Int32Array.from(chosen, ([x]) => Math.floor(x));
  const ys = Int32Array.from(chosen, ([, y]) => Math.floor(y));
  let best = 0;
  for (let sy = 0; sy <= PERIOD.to; sy += PERIOD.step) {
    for (let sx = -PERIOD.to; sx <= PERIOD.to; sx += PERIOD.step) {
      const length2 = sx * sx + sy * sy;
      if (length2 < PERIOD.from ** 2 || length2 > PERIOD.to ** 2) continue;
      if ((sx - dx) ** 2 + (sy - dy) ** 2 < 16 || (sx + dx) ** 2 + (sy + dy) ** 2 < 16) continue;
      let [ab, aa, bb, n] = [0, 0, 0, 0];
      for (let i = 0; i < xs.length; i++) {
        const x = xs[i] ?? 0;
        const y = ys[i] ?? 0;
        if (x + sx < 0 || x + sx >= width || y + sy >= height) continue;
        const a = plane[y * width + x] ?? 0;
        const b = plane[(y + sy) * width + x + sx] ?? 0;
        ab += a * b;
        aa += a * a;
        bb += b * b;
        n++;
      }
      if (2 * n >= chosen.length && aa * bb > 0) best = Math.max(best, ab / Math.sqrt(aa * bb));
    }
  }
  return best;
}

/** px by which a match may miss the clone's motion. */
const SUPPORT = 2.5;

/** Share of the source side for which the search over the whole panel, from either end, came to this very motion. */
function supportOf({ similarity, region, agreement: { window } }: Clone, field: DenseField | undefined): number {
  if (!field) return 0;
  const { width, height, usable, target } = field;
  let [n, follows] = [0, 0];
  const leads = (x: number, y: number, u: number, v: number): boolean => {
    if (x < 0 || y < 0 || x >= width || y >= height || !usable[y * width + x]) return false;
    const t = target[y * width + x] ?? 0;
    return ((t % width) - u) ** 2 + (Math.floor(t / width) - v) ** 2 < SUPPORT * SUPPORT;
  };
  for (let i = 0; i < region.length; i++) {
    if (!region[i]) continue;
    const x = window.x + (i % window.width);
    const y = window.y + Math.floor(i / window.width);
    const u = mapX(similarity, x, y);
    const v = mapY(similarity, x, y);
    n++;
    if (leads(x, y, u, v) || leads(Math.round(u), Math.round(v), x, y)) follows++;
  }
  return n > 0 ? follows / n : 0;
}

function overlapOf({ similarity, region, agreement: { window } }: Clone): number {
  let n = 0;
  for (let p = 0; p < region.length; p++) {
    if (!region[p]) continue;
    const x = window.x + (p % window.width) + 0.5;
    const y = window.y + Math.floor(p / window.width) + 0.5;
    const i = Math.floor(mapX(similarity, x, y)) - window.x;
    const j = Math.floor(mapY(similarity, x, y)) - window.y;
    if (i >= 0 && j >= 0 && i < window.width && j < window.height && region[j * window.width + i]) n++;
  }
  return n;
}
