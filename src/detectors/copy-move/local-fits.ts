/** Windows of a dense field in which the matches move together, and the similarity each follows. */
import type { DenseField } from './dense-field.ts';
import { fitEitherSense, fitSimilarity, scaleOf, type Pairs, type Similarity } from './similarity.ts';

export interface LocalFit {
  /** px, centre of the window. */
  readonly x: number;
  readonly y: number;
  readonly similarity: Similarity;
  /** Indices of the points that follow it. */
  readonly points: readonly number[];
}

/** px, half side of a window and the step between windows. */
const HALF = 7;
export const STEP = 6;
const LEAST_POINTS = 32;
/** px; targets are whole pixels, a rotated grid rounds by up to 0.7. */
const TOLERANCE = 1.6;
const LEAST_AGREEING = 0.4;
/** Share of neighbouring points whose targets are neighbours too; a random field has next to none. */
const LEAST_COHERENT = 0.25;
const SCALES = [0.7, 1.43] as const;

/** Dense linear fitting, made robust by trimming. Source: Cozzolino, Poggi, Verdoliva 2015, doi:10.1109/TIFS.2015.2455334, §IV; windows and trimming ours. */
export function localFits(field: DenseField): LocalFit[] {
  const fits: LocalFit[] = [];
  const moves = movesOf(field);
  const scratch = scratchOf((2 * HALF + 1) ** 2);
  for (let y = HALF; y < field.height; y += STEP) {
    for (let x = HALF; x < field.width; x += STEP) {
      const fit = fitWindow(moves, x, y, scratch);
      if (fit) fits.push(fit);
    }
  }
  return fits;
}

/** A field with what every window over it asks. */
interface Moves extends DenseField {
  /** px, of the targets. */
  readonly u: Float32Array;
  readonly v: Float32Array;
  /** 1 where the point to the right is matched too, 2 where its target is a neighbour of this one's. */
  readonly pairs: Uint8Array;
}

function movesOf(field: DenseField): Moves {
  const { width, usable, target } = field;
  const u = new Float32Array(target.length);
  const v = new Float32Array(target.length);
  for (let p = 0; p < target.length; p++) {
    const t = target[p] ?? 0;
    v[p] = Math.floor(t / width);
    u[p] = t - width * (v[p] ?? 0);
  }
  const pairs = new Uint8Array(target.length);
  for (let p = 0; p + 1 < target.length; p++) {
    if (!usable[p] || !usable[p + 1]) continue;
    const step = ((u[p + 1] ?? 0) - (u[p] ?? 0)) ** 2 + ((v[p + 1] ?? 0) - (v[p] ?? 0)) ** 2;
    pairs[p] = step >= 1 && step <= 2 ? 2 : 1;
  }
  return { ...field, u, v, pairs };
}

/** What one window after another is read into. */
interface Scratch extends Pairs {
  readonly points: Int32Array;
  readonly all: Int32Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
}

function scratchOf(n: number): Scratch {
  return {
    x: new Float64Array(n), y: new Float64Array(n), u: new Float64Array(n), v: new Float64Array(n),
    points: new Int32Array(n), all: Int32Array.from({ length: n }, (_, i) => i), first: new Int32Array(n), second: new Int32Array(n),
  };
}

function fitWindow({ width, height, usable, u, v, pairs }: Moves, cx: number, cy: number, scratch: Scratch): LocalFit | undefined {
  const { points } = scratch;
  let [n, neighbours, coherent] = [0, 0, 0];
  const right = Math.min(width - 1, cx + HALF);
  const bottom = Math.min(height - 1, cy + HALF);
  for (let y = cy - HALF; y <= bottom; y++) {
    for (let p = y * width + cx - HALF; p <= y * width + right; p++) {
      if (!usable[p]) continue;
      points[n++] = p;
      if (pairs[p]) neighbours++;
      if (pairs[p] === 2) coherent++;
    }
  }
  if (n < LEAST_POINTS || coherent < LEAST_COHERENT * neighbours) return undefined;
  for (let i = 0; i < n; i++) {
    const p = points[i] ?? 0;
    scratch.x[i] = p % width;
    scratch.y[i] = Math.floor(p / width);
    scratch.u[i] = u[p] ?? 0;
    scratch.v[i] = v[p] ?? 0;
  }
  return fitTrimmed(scratch, n, cx, cy);
}

export function pairsOf(points: readonly number[], { width, target }: DenseField): Pairs {
  const targets = Int32Array.from(points, (p) => target[p] ?? 0);
  return {
    x: Float64Array.from(points, (p) => p % width), y: Float64Array.from(points, (p) => Math.floor(p / width)),
    u: Float64Array.from(targets, (t) => t % width), v: Float64Array.from(targets, (t) => Math.floor(t / width)),
  };
}

/** Starts from the points whose shift is near the median of the window's central part, fits, keeps what agrees, repeats. */
function fitTrimmed(pairs: Scratch, n: number, x: number, y: number): LocalFit | undefined {
  let chosen = startingPoints(pairs, n, x, y);
  let similarity = fitEitherSense(pairs, chosen);
  for (let round = 0; round < 4 && similarity; round++) {
    const model = similarity;
    chosen = followersInto(pairs.first, pairs, n, model, round < 2 ? 2 * TOLERANCE : TOLERANCE);
    if (chosen.length < LEAST_POINTS / 2) return undefined;
    similarity = round === 0 ? fitEitherSense(pairs, chosen) : fitSimilarity(pairs, chosen, model.mirrored);
  }
  if (!similarity || chosen.length < LEAST_POINTS || chosen.length < LEAST_AGREEING * n) return undefined;
  const scale = scaleOf(similarity);
  if (scale < SCALES[0] || scale > SCALES[1]) return undefined;
  return { x, y, similarity, points: Array.from(chosen, (i) => pairs.points[i] ?? 0) };
}

/** Points near the centre move nearly alike whatever the turn: those within reach of the median target. */
function startingPoints({ x, y, u, v, all, first, second }: Scratch, n: number, cx: number, cy: number): Int32Array {
  let count = 0;
  for (let i = 0; i < n; i++) if (Math.abs((x[i] ?? 0) - cx) <= 4 && Math.abs((y[i] ?? 0) - cy) <= 4) first[count++] = i;
  const core = count >= 12 ? first.subarray(0, count) : all.subarray(0, n);
  const mu = median(u, core);
  const mv = median(v, core);
  const reach2 = (1.5 * HALF) ** 2;
  count = 0;
  for (let i = 0; i < n; i++) if (((u[i] ?? 0) - mu) ** 2 + ((v[i] ?? 0) - mv) ** 2 <= reach2) second[count++] = i;
  return count >= 12 ? second.subarray(0, count) : all.subarray(0, n);
}

/** Pairs that miss where the model sends them by less than `tolerance` px. */
export function followers(pairs: Pairs, model: Similarity, tolerance: number): Int32Array {
  return followersInto(new Int32Array(pairs.x.length), pairs, pairs.x.length, model, tolerance);
}

/** Of the first `n` pairs; the answer is a view of `out`. */
function followersInto(out: Int32Array, { x, y, u, v }: Pairs, n: number, model: Similarity, tolerance: number): Int32Array {
  const { a, b, tx, ty } = model;
  const sign = model.mirrored ? -1 : 1;
  const tolerance2 = tolerance * tolerance;
  let count = 0;
  for (let i = 0; i < n; i++) {
    const px = x[i] ?? 0;
    const py = y[i] ?? 0;
    const du = a * px - sign * b * py + tx - (u[i] ?? 0);
    const dv = b * px + sign * a * py + ty - (v[i] ?? 0);
    if (du * du + dv * dv < tolerance2) out[count++] = i;
  }
  return out.subarray(0, count);
}

/** Points that a median is taken of. */
const MEDIAN_OF = 25;

/** Of evenly thinned values, by insertion: few and often. */
function median(values: Float64Array, chosen: Int32Array): number {
  const stride = Math.max(1, Math.floor(chosen.length / MEDIAN_OF));
  const sorted: number[] = [];
  for (let k = 0; k < chosen.length; k += stride) {
    const value = values[chosen[k] ?? 0] ?? 0;
    let at = sorted.length;
    while (at > 0 && (sorted[at - 1] ?? 0) > value) {
      sorted[at] = sorted[at - 1] ?? 0;
      at--;
    }
    sorted[at] = value;
  }
  return sorted[sorted.length >> 1] ?? 0;
}
