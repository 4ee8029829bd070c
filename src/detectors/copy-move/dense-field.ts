/** The dense route: for every textured point, the most similar disc elsewhere in the panel. */
import type { LumaImage } from '../../core/image.ts';
import type { Random } from '../../core/random.ts';
import { FEATURE_BYTES, zernikeFeatures } from '../../imaging/features/zernike.ts';
import { meetField, sweepField } from '../../imaging/kernels/patchmatch.ts';
import { likeOrders } from './like-orders.ts';

/** Points are pixel corners (x, y); arrays have width × height entries. */
export interface DenseField {
  readonly width: number;
  readonly height: number;
  /** Non-zero where the point was matched. */
  readonly usable: Uint8Array;
  /** Index of the matched point. */
  readonly target: Int32Array;
}

export interface DenseOptions {
  /** px, radius of the discs. */
  readonly discRadius: number;
  /** px, a match is at least this far away. */
  readonly minShift: number;
}

/** Moment energy that counts as no contrast: a standard deviation of this many grey levels over the disc. */
const FLOOR_GREY = 0.7;
/** Fewer textured points cannot hold a clone worth telling. */
const LEAST_POINTS = 400;
/**
 * First every second point of every second row is matched: points alike in their description meet, then neighbours tell
 * each other. A clone holds a quarter of its points there and the panel a quarter of its places, so it is hit as often
 * for a quarter of the cost.
 */
const COARSE = { step: 2, reach: 12, sweeps: 4, anywhere: 2, radius: 8 } as const;
/** Then every point starts from there. */
const FINE = { sweeps: 2, anywhere: 0, radius: 4 } as const;

/**
 * Nearest-neighbour field by PatchMatch on rotation-free Zernike features, begun by hashing.
 * Sources: Cozzolino, Poggi, Verdoliva, IEEE TIFS 10(11), 2015, doi:10.1109/TIFS.2015.2455334; the beginning by hashing
 * after Korman and Avidan, ICCV 2011, doi:10.1109/ICCV.2011.6126421.
 *
 * @param textured width × height, non-zero where a match is wanted.
 * @returns `undefined` when there is too little texture.
 */
export function denseField(luma: LumaImage, textured: Uint8Array, { discRadius, minShift }: DenseOptions, random: Random): DenseField | undefined {
  const { width, height } = luma;
  const usable = awayFromBorder(textured, { width, height, margin: discRadius });
  const points = indicesOf(usable);
  if (points.length < LEAST_POINTS) return undefined;

  const floor = FLOOR_GREY * Math.sqrt(Math.PI) * discRadius;
  const features = zernikeFeatures(luma, usable, { radius: discRadius, floor });
  const seed = (): number => 1 + random.int(0x7ffffffe);
  const coarse = thinned({ width, height, usable, features }, COARSE.step);
  const shift = Math.ceil(minShift / COARSE.step);
  const met = meetField({ ...coarse, ...unmatched(coarse.usable) }, likeOrders(coarse.features, indicesOf(coarse.usable), random), { minShift: shift, reach: COARSE.reach });
  const first = sweepField({ ...coarse, ...met }, { ...COARSE, minShift: shift, seed: seed() });
  const start = spread({ width: coarse.width, target: first.target, usable: coarse.usable }, { width, height, usable, features }, minShift);
  const { target } = sweepField({ width, height, features, usable, ...start }, { ...FINE, minShift, seed: seed() });
  return { width, height, usable, target };
}

interface Points {
  readonly width: number;
  readonly height: number;
  readonly usable: Uint8Array;
  /** width × height × 16 bytes. */
  readonly features: Uint8Array;
}

/** Every `step`-th point of every `step`-th row. */
function thinned({ width, height, usable, features }: Points, step: number): Points {
  const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
  const out = { width: w, height: h, usable: new Uint8Array(w * h), features: new Uint8Array(w * h * FEATURE_BYTES) };
  const from = new Uint32Array(features.buffer, features.byteOffset, width * height * WORDS);
  const to = new Uint32Array(out.features.buffer);
  for (let y = 0, q = 0; y < h; y++) {
    for (let x = 0; x < w; x++, q++) {
      const p = y * step * width + x * step;
      out.usable[q] = usable[p] ?? 0;
      for (let k = 0; k < WORDS; k++) to[q * WORDS + k] = from[p * WORDS + k] ?? 0;
    }
  }
  return out;
}

/** 32-bit words of one description. */
const WORDS = FEATURE_BYTES / 4;

/** The thinned field handed to all points, each with the shift of the thinned point at or before it; where that leads nowhere, the point keeps itself at the greatest cost. */
function spread(coarse: Pick<DenseField, 'width' | 'usable' | 'target'>, { width, height, usable, features }: Points, minShift: number): { target: Int32Array; cost: Int32Array } {
  const { step } = COARSE;
  const target = new Int32Array(width * height);
  const cost = new Int32Array(width * height);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (!usable[p]) continue;
      target[p] = p;
      cost[p] = 0x7fffffff;
      const [i, j] = [Math.floor(x / step), Math.floor(y / step)];
      if (!coarse.usable[j * coarse.width + i]) continue;
      const t = coarse.target[j * coarse.width + i] ?? 0;
      const u = (t % coarse.width) * step + x - i * step;
      const v = Math.floor(t / coarse.width) * step + y - j * step;
      const q = v * width + u;
      if (u >= width || v >= height || !usable[q] || (u - x) ** 2 + (v - y) ** 2 < minShift * minShift) continue;
      target[p] = q;
      cost[p] = distance(features, p, q);
    }
  }
  return { target, cost };
}

function awayFromBorder(textured: Uint8Array, { width, height, margin }: { width: number; height: number; margin: number }): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let y = margin; y <= height - margin && y < height; y++) {
    for (let x = margin; x <= width - margin && x < width; x++) out[y * width + x] = textured[y * width + x] ? 1 : 0;
  }
  return out;
}

function indicesOf(usable: Uint8Array): Int32Array {
  const out = new Int32Array(usable.length);
  let n = 0;
  for (let i = 0; i < usable.length; i++) if (usable[i]) out[n++] = i;
  return out.slice(0, n);
}

/** Every point keeps itself at the greatest cost. */
function unmatched(usable: Uint8Array): { target: Int32Array; cost: Int32Array } {
  return { target: Int32Array.from(usable.keys()), cost: new Int32Array(usable.length).fill(0x7fffffff) };
}

function distance(features: Uint8Array, p: number, q: number): number {
  let sum = 0;
  for (let i = 0; i < FEATURE_BYTES; i++) sum += ((features[p * FEATURE_BYTES + i] ?? 0) - (features[q * FEATURE_BYTES + i] ?? 0)) ** 2;
  return sum;
}
