/** What speaks for a clone and what speaks against it, as numbers. */
import { BAND_SIGMAS, type Bands } from './bands.ts';
import { planeOf, pointsOf, shiftOf, type Clone } from './grow.ts';
import { correlationAt } from './refine.ts';
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
  /** Share of the source side that lies on the copy. */
  readonly overlap: number;
  /** px. */
  readonly shift: number;
  readonly scale: number;
}

/** px, shifts searched for a repeating pattern and their step. */
const PERIOD = { from: 7, to: 42, step: 1 } as const;
const MOST_POINTS = 400;

export function evidenceOf(bands: Bands, clone: Clone): CloneEvidence {
  const { proven, region, agreement: { here, there, textured, correlation, window } } = clone;
  const area = count(region);
  const perBand = here.map((a, k) => correlationOver(a, there[k] ?? a, proven));
  const size = count(proven);
  const surprise = Math.max(...perBand.map((r, k) => surpriseOf(r, size / (2 * Math.PI * (BAND_SIGMAS[k] ?? 1) ** 2))));
  let [agreed, compared, total] = [0, 0, 0];
  for (let i = 0; i < region.length; i++) {
    if (region[i] && textured[i]) compared++;
    if (region[i] && textured[i] && proven[i]) agreed++;
    if (proven[i]) total += correlation[i] ?? 0;
  }
  const { dx, dy } = shiftOf(clone);
  return {
    area, bands: perBand, surprise,
    correlation: total / Math.max(1, size),
    agreeing: agreed / Math.max(1, compared),
    periodicity: periodicityOf(bands, pointsOf(proven, window), dx, dy),
    overlap: overlapOf(clone) / Math.max(1, area),
    shift: Math.hypot(dx, dy),
    scale: scaleOf(clone.similarity),
  };
}

function count(mask: Uint8Array): number {
  let n = 0;
  for (const value of mask) n += value ? 1 : 0;
  return n;
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

/** The detail of the middle band against itself, shifted a little; shifts near the clone's own do not count. */
function periodicityOf(bands: Bands, points: readonly [number, number][], dx: number, dy: number): number {
  const stride = Math.max(1, Math.floor(points.length / MOST_POINTS));
  const chosen = points.filter((_, i) => i % stride === 0);
  const plane = planeOf(bands, 1);
  let best = 0;
  for (let sy = 0; sy <= PERIOD.to; sy += PERIOD.step) {
    for (let sx = -PERIOD.to; sx <= PERIOD.to; sx += PERIOD.step) {
      if (sx * sx + sy * sy < PERIOD.from ** 2 || sx * sx + sy * sy > PERIOD.to ** 2) continue;
      if (Math.hypot(sx - dx, sy - dy) < 4 || Math.hypot(sx + dx, sy + dy) < 4) continue;
      const r = correlationAt(plane, chosen, { a: 1, b: 0, tx: sx, ty: sy, mirrored: false });
      if (r > best) best = r;
    }
  }
  return best;
}

function overlapOf({ similarity, region, agreement: { window } }: Clone): number {
  let n = 0;
  for (const [x, y] of pointsOf(region, window)) {
    const [i, j] = [Math.floor(mapX(similarity, x, y)) - window.x, Math.floor(mapY(similarity, x, y)) - window.y];
    if (i >= 0 && j >= 0 && i < window.width && j < window.height && region[j * window.width + i]) n++;
  }
  return n;
}
