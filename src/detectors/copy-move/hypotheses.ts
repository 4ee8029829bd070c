/** Local fits that tell the same motion, joined into few hypotheses about the whole panel. */
import type { DenseField } from './dense-field.ts';
import { followers, localFits, pairsOf, STEP, type LocalFit } from './local-fits.ts';
import { fitSimilarity, inverseOf, mapX, mapY, type Pairs, type Similarity } from './similarity.ts';

/** A guess that the pixels around `seeds` were copied by `similarity` (panel px to panel px), to be proven on pixels. */
export interface CloneHypothesis {
  readonly route: 'dense' | 'keypoints';
  readonly similarity: Similarity;
  /** Matched places that agree on it. */
  readonly inliers: number;
  /** Matched points [x, y, u, v], px. */
  readonly seeds: readonly (readonly [number, number, number, number])[];
}

/** px by which two fits may differ at each other's centre. */
const TOLERANCE = 3;
/** px, windows this near are neighbours. */
const REACH = 3.1 * STEP;
const LEAST_POINTS = 45;

export function denseHypotheses(field: DenseField, most: number): CloneHypothesis[] {
  const groups = grouped(localFits(field)).flatMap((fits) => motionsOf(fits, field));
  groups.sort((a, b) => b.seeds.length - a.seeds.length);
  return merged(groups, most);
}

/** Hypotheses that tell one motion become one; in the order given, at most `most`. */
export function merged(hypotheses: readonly CloneHypothesis[], most: number): CloneHypothesis[] {
  const kept: CloneHypothesis[] = [];
  for (const group of hypotheses) {
    const twin = kept.findIndex((other) => relationOf(other, group) !== 'other');
    const known = kept[twin];
    if (known) kept[twin] = joined(known, group);
    else if (kept.length < most) kept.push(group);
  }
  return kept;
}

/** `a` with the seeds of `b`, turned round where `b` tells the motion backwards. */
export function joined(a: CloneHypothesis, b: CloneHypothesis): CloneHypothesis {
  const back = relationOf(a, b) === 'backward';
  return { ...a, inliers: Math.max(a.inliers, b.inliers), seeds: [...a.seeds, ...b.seeds.map(([x, y, u, v]) => (back ? [u, v, x, y] as const : [x, y, u, v] as const))] };
}

/** Neighbouring windows whose fits carry each other's centre to the same place (union–find). */
function grouped(fits: readonly LocalFit[]): LocalFit[][] {
  const parent = fits.map((_, i) => i);
  const root = (i: number): number => {
    let r = i;
    while (parent[r] !== r) r = parent[r] ?? r;
    parent[i] = r;
    return r;
  };
  const cells = new Map<string, number[]>();
  const key = (x: number, y: number): string => `${Math.floor(x / REACH)},${Math.floor(y / REACH)}`;
  fits.forEach((fit, i) => {
    for (const dy of [-1, 0, 1]) {
      for (const dx of [-1, 0, 1]) {
        for (const j of cells.get(key(fit.x + dx * REACH, fit.y + dy * REACH)) ?? []) {
          const other = fits[j];
          if (other && agree(fit, other)) parent[root(i)] = root(j);
        }
      }
    }
    const own = key(fit.x, fit.y);
    cells.set(own, [...(cells.get(own) ?? []), i]);
  });
  const groups = new Map<number, LocalFit[]>();
  fits.forEach((fit, i) => groups.set(root(i), [...(groups.get(root(i)) ?? []), fit]));
  return [...groups.values()];
}

function agree(a: LocalFit, b: LocalFit): boolean {
  return a.similarity.mirrored === b.similarity.mirrored
    && differsAt(a.similarity, b.similarity, a.x, a.y) < TOLERANCE && differsAt(a.similarity, b.similarity, b.x, b.y) < TOLERANCE;
}

/** The motions a group holds, most followed first: neighbours that each agree may drift from one motion to another. */
function motionsOf(fits: readonly LocalFit[], field: DenseField): CloneHypothesis[] {
  const found: CloneHypothesis[] = [];
  let rest = fits;
  while (rest.length > 0) {
    const points = [...new Set(rest.flatMap((fit) => fit.points))];
    if (points.length < LEAST_POINTS) break;
    const pairs = pairsOf(points, field);
    const best = bestMotion(rest, pairs);
    if (!best || best.inliers.length < LEAST_POINTS) break;
    const { similarity, inliers } = best;
    found.push({
      route: 'dense', similarity, inliers: inliers.length,
      seeds: Array.from(inliers, (i) => [pairs.x[i] ?? 0, pairs.y[i] ?? 0, pairs.u[i] ?? 0, pairs.v[i] ?? 0] as const),
    });
    const left = rest.filter((fit) => differsAt(fit.similarity, similarity, fit.x, fit.y) > TOLERANCE);
    if (left.length === rest.length) break;
    rest = left;
  }
  return found;
}

/** px. */
const INLIER = 2.2;
const MOST_STARTS = 12;

function bestMotion(fits: readonly LocalFit[], pairs: Pairs): { similarity: Similarity; inliers: Int32Array } | undefined {
  const stride = Math.max(1, Math.floor(fits.length / MOST_STARTS));
  let best: { similarity: Similarity; inliers: Int32Array } | undefined;
  for (let k = stride >> 1; k < fits.length; k += stride) {
    let similarity = fits[k]?.similarity;
    let inliers: Int32Array = new Int32Array(0);
    for (const tolerance of [2 * INLIER, INLIER, INLIER]) {
      if (!similarity) break;
      const model: Similarity = similarity;
      inliers = followers(pairs, model, tolerance);
      similarity = inliers.length < 20 ? undefined : fitSimilarity(pairs, inliers, model.mirrored);
    }
    if (similarity && inliers.length > (best?.inliers.length ?? 0)) best = { similarity, inliers };
  }
  return best;
}

/** Whether `b` tells the motion of `a`, forwards or backwards, at its own place. */
export function relationOf(a: CloneHypothesis, b: CloneHypothesis): 'forward' | 'backward' | 'other' {
  if (a.similarity.mirrored !== b.similarity.mirrored) return 'other';
  const [x, y, u, v] = centreOf(b);
  if (Math.hypot(mapX(a.similarity, x, y) - u, mapY(a.similarity, x, y) - v) < 2 * TOLERANCE) return 'forward';
  const back = inverseOf(a.similarity);
  return Math.hypot(mapX(back, x, y) - u, mapY(back, x, y) - v) < 2 * TOLERANCE ? 'backward' : 'other';
}

function centreOf({ seeds }: CloneHypothesis): [number, number, number, number] {
  const sum = [0, 0, 0, 0];
  for (const seed of seeds) seed.forEach((value, k) => { sum[k] = (sum[k] ?? 0) + value; });
  const [x = 0, y = 0, u = 0, v = 0] = sum.map((value) => value / seeds.length);
  return [x, y, u, v];
}

function differsAt(a: Similarity, b: Similarity, x: number, y: number): number {
  return Math.hypot(mapX(a, x, y) - mapX(b, x, y), mapY(a, x, y) - mapY(b, x, y));
}
