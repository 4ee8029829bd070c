/** Windows of a dense field in which the matches move together, and the similarity each follows. */
import type { DenseField } from './dense-field.ts';
import { fitEitherSense, fitSimilarity, mapX, mapY, scaleOf, type Pairs, type Similarity } from './similarity.ts';

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
  for (let y = HALF; y < field.height; y += STEP) {
    for (let x = HALF; x < field.width; x += STEP) {
      const fit = fitWindow(field, x, y);
      if (fit) fits.push(fit);
    }
  }
  return fits;
}

function fitWindow(field: DenseField, cx: number, cy: number): LocalFit | undefined {
  const { width, height, usable, target } = field;
  const points: number[] = [];
  let [neighbours, coherent] = [0, 0];
  for (let y = Math.max(0, cy - HALF); y <= Math.min(height - 1, cy + HALF); y++) {
    for (let x = Math.max(0, cx - HALF); x <= Math.min(width - 1, cx + HALF); x++) {
      const p = y * width + x;
      if (!usable[p]) continue;
      points.push(p);
      if (!usable[p + 1]) continue;
      neighbours++;
      const [t, next] = [target[p] ?? 0, target[p + 1] ?? 0];
      const step = ((next % width) - (t % width)) ** 2 + (Math.floor(next / width) - Math.floor(t / width)) ** 2;
      if (step >= 1 && step <= 2) coherent++;
    }
  }
  if (points.length < LEAST_POINTS || coherent < LEAST_COHERENT * neighbours) return undefined;
  return fitTrimmed(pairsOf(points, field), points, cx, cy);
}

export function pairsOf(points: readonly number[], { width, target }: DenseField): Pairs {
  const targets = points.map((p) => target[p] ?? 0);
  return {
    x: points.map((p) => p % width), y: points.map((p) => Math.floor(p / width)),
    u: targets.map((t) => t % width), v: targets.map((t) => Math.floor(t / width)),
  };
}

/** Starts from the points whose shift is near the median of the window's central part, fits, keeps what agrees, repeats. */
function fitTrimmed(pairs: Pairs, points: readonly number[], x: number, y: number): LocalFit | undefined {
  let chosen = startingPoints(pairs, x, y);
  let similarity = fitEitherSense(pairs, chosen);
  for (let round = 0; round < 4 && similarity; round++) {
    const model = similarity;
    const tolerance = round < 2 ? 2 * TOLERANCE : TOLERANCE;
    chosen = points.flatMap((_, i) => (missOf(pairs, i, model) < tolerance ? [i] : []));
    if (chosen.length < LEAST_POINTS / 2) return undefined;
    similarity = round === 0 ? fitEitherSense(pairs, chosen) : fitSimilarity(pairs, chosen, model.mirrored);
  }
  if (!similarity || chosen.length < LEAST_POINTS || chosen.length < LEAST_AGREEING * points.length) return undefined;
  const scale = scaleOf(similarity);
  if (scale < SCALES[0] || scale > SCALES[1]) return undefined;
  return { x, y, similarity, points: chosen.map((i) => points[i] ?? 0) };
}

/** Points near the centre move nearly alike whatever the turn: those within reach of the median target. */
function startingPoints({ x, y, u, v }: Pairs, cx: number, cy: number): number[] {
  const all = x.map((_, i) => i);
  const near = all.filter((i) => Math.abs((x[i] ?? 0) - cx) <= 4 && Math.abs((y[i] ?? 0) - cy) <= 4);
  const core = near.length >= 12 ? near : all;
  const mu = median(core.map((i) => u[i] ?? 0));
  const mv = median(core.map((i) => v[i] ?? 0));
  const close = all.filter((i) => Math.hypot((u[i] ?? 0) - mu, (v[i] ?? 0) - mv) <= 1.5 * HALF);
  return close.length >= 12 ? close : all;
}

/** px, by how much pair `i` misses where the model sends it. */
export function missOf({ x, y, u, v }: Pairs, i: number, model: Similarity): number {
  return Math.hypot(mapX(model, x[i] ?? 0, y[i] ?? 0) - (u[i] ?? 0), mapY(model, x[i] ?? 0, y[i] ?? 0) - (v[i] ?? 0));
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
