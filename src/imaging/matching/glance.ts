/** A first look at pixels: which of many rough poses are worth a proof. */
import { applyTo, multiply, type Matrix } from '../../core/geometry.ts';
import type { LumaImage } from '../../core/image.ts';
import { resizeLuma } from '../resample.ts';

/** px; the longest side of either image while it is only glanced at. */
const SIDE = 80;
/** px of the small images; less in common says nothing. */
const LEAST_SHARED = 40;
/** grey, standard deviation over what is shared. */
const LEAST_SD = 2;
/** Poses that stay after each look. */
const SECOND_LOOK = 20;
const THIRD_LOOK = 4;
/** Least ZNCC over all of the shared part after each look: what is the same agrees as a whole at this resolution. */
const LEAST_ZNCC = { first: 0.4, second: 0.6, third: 0.8, last: 0.85 } as const;
/** Of the pixels of the small images every so many, each way, are looked at while the poses are still many. */
const CURSORY = 2;
/** px of the small images; two poses whose corners lie within this are one. */
const SAME = 4;

export interface Glimpse {
  /** Which of the poses given. */
  readonly pose: number;
  /** Pixels of a → pixels of b, sharpened to about a pixel of the small images. */
  readonly matrix: Matrix;
  /** Over all that the two share, in [−1, 1]. */
  readonly zncc: number;
  /** Fisher's z of the correlation in units of its spread, √n · atanh r: grows with what is shared. */
  readonly weight: number;
}

/**
 * The poses under which two images agree in the large, best first. All are tried where they stand, the better ones shifted a little,
 * the best turned and scaled a little too. Deterministic. Cost: about 0.02 ms a pose.
 */
export function glance(a: LumaImage, b: LumaImage, poses: readonly Matrix[], most: number): Glimpse[] {
  const zoom = Math.min(1, SIDE / Math.max(a.width, a.height, b.width, b.height));
  const [small, other] = [shrunk(a, zoom), shrunk(b, zoom)];
  const cursory: Look = (matrix, pose) => ({ pose, matrix, ...correlation(small, other, matrix, CURSORY) });
  const look: Look = (matrix, pose) => ({ pose, matrix, ...correlation(small, other, matrix) });

  const first = best(poses.map((matrix, pose) => cursory(atZoom(matrix, zoom), pose)).filter(({ zncc }) => zncc >= LEAST_ZNCC.first), SECOND_LOOK);
  const second = distinct(best(first.map((one) => climb(one, cursory, small, [{ px: 2, turn: 0 }, { px: 1, turn: 0 }])), SECOND_LOOK), small);
  const third = second.filter(({ zncc }) => zncc >= LEAST_ZNCC.second).slice(0, THIRD_LOOK).map(({ matrix, pose }) => look(matrix, pose)).map((one) => climb(one, look, small, [{ px: 1, turn: 0.08 }, { px: 1, turn: 0.04 }, { px: 0.5, turn: 0.02 }]));
  const promising = distinct(best(third, THIRD_LOOK), small).filter(({ zncc }) => zncc >= LEAST_ZNCC.third).slice(0, most);
  return best(closely(a, b, promising.map((one) => ({ ...one, matrix: atZoom(one.matrix, 1 / zoom) }))), most).filter(({ zncc }) => zncc >= LEAST_ZNCC.last);
}

type Look = (matrix: Matrix, pose: number) => Glimpse;

/** The same sharpened on images twice as large. */
function closely(a: LumaImage, b: LumaImage, glimpses: readonly Glimpse[]): Glimpse[] {
  const zoom = Math.min(1, (2 * SIDE) / Math.max(a.width, a.height, b.width, b.height));
  const [small, other] = [shrunk(a, zoom), shrunk(b, zoom)];
  const look: Look = (matrix, pose) => ({ pose, matrix, ...correlation(small, other, matrix) });
  return glimpses.map(({ matrix, pose }) => climb(look(atZoom(matrix, zoom), pose), look, small, [{ px: 1, turn: 0.02 }, { px: 0.5, turn: 0.01 }, { px: 0.25, turn: 0.005 }]))
    .map((one) => ({ ...one, matrix: atZoom(one.matrix, 1 / zoom) }));
}

function best(glimpses: readonly Glimpse[], count: number): Glimpse[] {
  return glimpses.toSorted((p, q) => q.weight - p.weight).slice(0, count);
}

const resized = new WeakMap<LumaImage, Map<string, LumaImage>>();

/** Worked out once for each image and size, not for each pair. */
function shrunk(luma: LumaImage, zoom: number): LumaImage {
  const [width, height] = [Math.max(2, Math.round(luma.width * zoom)), Math.max(2, Math.round(luma.height * zoom))];
  const sizes = resized.get(luma) ?? new Map<string, LumaImage>();
  resized.set(luma, sizes);
  const known = sizes.get(`${width}×${height}`) ?? resizeLuma(luma, width, height);
  sizes.set(`${width}×${height}`, known);
  return known;
}

function atZoom(matrix: Matrix, zoom: number): Matrix {
  return multiply(multiply([zoom, 0, 0, 0, zoom, 0, 0, 0, 1], matrix), [1 / zoom, 0, 0, 0, 1 / zoom, 0, 0, 0, 1]);
}

interface Stride {
  /** px of the small images. */
  readonly px: number;
  /** rad, and natural log of the scale. */
  readonly turn: number;
}

/** Uphill by small changes about the middle of the shared part, each stride until it gains nothing. */
function climb(from: Glimpse, look: Look, { width, height }: LumaImage, strides: readonly Stride[]): Glimpse {
  let best = from;
  for (const { px, turn } of strides) {
    for (let step = 0; step < 4; step++) {
      const centre = applyTo(best.matrix, { x: width / 2, y: height / 2 });
      const changes = [shift(px, 0), shift(-px, 0), shift(0, px), shift(0, -px), ...(turn > 0 ? [turned(centre, turn, 1), turned(centre, -turn, 1), turned(centre, 0, 1 + turn), turned(centre, 0, 1 / (1 + turn))] : [])];
      const next = changes.map((change) => look(multiply(change, best.matrix), best.pose)).reduce((p, q) => (q.weight > p.weight ? q : p));
      if (next.weight <= best.weight) break;
      best = next;
    }
  }
  return best;
}

function shift(dx: number, dy: number): Matrix {
  return [1, 0, dx, 0, 1, dy, 0, 0, 1];
}

function turned({ x, y }: { x: number; y: number }, angle: number, scale: number): Matrix {
  const [p, q] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return [p, -q, x - p * x + q * y, q, p, y - q * x - p * y, 0, 0, 1];
}

/** Without those that say the same as a better one. */
function distinct(glimpses: readonly Glimpse[], { width, height }: LumaImage): Glimpse[] {
  const corners = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: 0, y: height }, { x: width, y: height }];
  const kept: Glimpse[] = [];
  for (const one of glimpses) {
    const near = (other: Glimpse): boolean => corners.every((corner) => {
      const [p, q] = [applyTo(one.matrix, corner), applyTo(other.matrix, corner)];
      return Math.hypot(p.x - q.x, p.y - q.y) <= SAME;
    });
    if (!kept.some(near)) kept.push(one);
  }
  return kept;
}

/** Zero-mean normalised correlation of a with b seen through an affine matrix, over the pixels both have, or every so many of them; bilinear. */
function correlation(a: LumaImage, b: LumaImage, m: Matrix, every = 1): { zncc: number; weight: number } {
  const [right, bottom] = [b.width - 1, b.height - 1];
  const [source, target] = [a.data, b.data];
  let n = 0, sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
  for (let y = 0; y < a.height; y += every) {
    const u0 = m[0] * 0.5 + m[1] * (y + 0.5) + m[2] - 0.5;
    const v0 = m[3] * 0.5 + m[4] * (y + 0.5) + m[5] - 0.5;
    const [across, down] = [span(u0, m[0], right), span(v0, m[3], bottom)];
    const end = Math.min(a.width, across.end, down.end);
    const start = Math.max(0, across.start, down.start);
    for (let x = start + ((every - (start % every)) % every); x < end; x += every) {
      const u = u0 + x * m[0];
      const v = v0 + x * m[3];
      const i = Math.floor(u);
      const j = Math.floor(v);
      if (i < 0 || j < 0 || i >= right || j >= bottom) continue;
      const fu = u - i;
      const at = j * b.width + i;
      const above = (target[at] as number) * (1 - fu) + (target[at + 1] as number) * fu;
      const below = (target[at + b.width] as number) * (1 - fu) + (target[at + b.width + 1] as number) * fu;
      const fv = v - j;
      const q = above * (1 - fv) + below * fv;
      const p = source[y * a.width + x] as number;
      n++;
      sa += p;
      sb += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  }
  const [va, vb] = [aa - (sa * sa) / n, bb - (sb * sb) / n];
  if (n * every * every < LEAST_SHARED || va < n * LEAST_SD ** 2 || vb < n * LEAST_SD ** 2) return { zncc: 0, weight: 0 };
  const zncc = (ab - (sa * sb) / n) / Math.sqrt(va * vb);
  return { zncc, weight: Math.sqrt(n) * Math.atanh(Math.min(0.995, zncc)) };
}

/** The whole numbers x for which start + x · step lies in [0, limit], give or take one. */
function span(start: number, step: number, limit: number): { start: number; end: number } {
  if (Math.abs(step) < 1e-9) return start >= 0 && start <= limit ? { start: 0, end: Infinity } : { start: 0, end: 0 };
  const [p, q] = [-start / step, (limit - start) / step];
  return { start: Math.floor(Math.min(p, q)), end: Math.ceil(Math.max(p, q)) + 1 };
}
