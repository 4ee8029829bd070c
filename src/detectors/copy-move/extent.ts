/** What was copied along with the detail that proves it: flat ground between and around its parts. For the outline. */
import { convexHull, isWithin } from '../../core/convex-hull.ts';
import type { Point } from '../../core/geometry.ts';
import type { LumaImage } from '../../core/image.ts';
import { blurred } from '../../imaging/kernels/sift.ts';
import { boxSum } from './agreement.ts';
import { discDilated, discOpened } from './disc.ts';
import { areaOf, type Clone } from './grow.ts';
import { sampleAt } from './sample.ts';
import { mapX, mapY } from './similarity.ts';

/** px, Gaussian, before tones are compared. */
const SMOOTH = 1.2;
/** Local correlation under which detail speaks against a place. */
const CONTRADICTS = 0.25;
/** Share of the region that may contradict in the gaps of its hull before the gaps are left open. */
const MOST_CONTRADICTED = 0.2;
/** px: local correlation fades this far inside the true edge, because half of its window lies beyond. */
const EDGE = 3;
/** px, how far the ground around may have been copied along, and the threads cut from it. */
const AROUND = 8;
const OPEN = 2;
/** px, half side of the squares whose tone is compared. */
const HALF = 3;
/** Ground is the same up to this many times the typical difference where detail proves the copy. Limits set on the tuning split, by the agreement of outlines with the truth. */
const SAME_TONE = 1.6;
/** Grey levels; smaller typical differences count as this. */
const LEAST_DIFFERENCE = 0.5;

/** window.width × window.height of the clone, non-zero on its source side. */
export function extentOf(luma: LumaImage, clone: Clone): Uint8Array {
  const { region, agreement: { window: { width, height }, comparable, correlation, textured } } = clone;
  const contradicts = (i: number): boolean => textured[i] !== 0 && !region[i] && (correlation[i] ?? 0) < CONTRADICTS;
  const hull = hullOf(region, width, height);
  let contradicted = 0;
  for (let i = 0; i < hull.length; i++) if (hull[i] && contradicts(i)) contradicted++;
  const whole = contradicted <= MOST_CONTRADICTED * areaOf(region) ? hull : region;

  const near = discDilated(whole, { width, height, radius: EDGE });
  const far = discDilated(whole, { width, height, radius: AROUND });
  const difference = toneDifference(luma, clone);
  const typical = Math.max(LEAST_DIFFERENCE, medianOver(difference, clone.proven));
  const joined = far.map((value, i) => (near[i] || (value && comparable[i] && !contradicts(i) && (difference[i] ?? 0) < SAME_TONE * typical) ? 1 : 0));
  return discOpened(joined, { width, height, radius: OPEN });
}

/** Grey levels by which the local mean of one side misses that of the other at the tone of the proven pixels; 0 where one side leaves the panel. */
function toneDifference(luma: LumaImage, { similarity, proven, agreement: { window } }: Clone): Float32Array {
  const smooth = { ...luma, data: blurred(luma, SMOOTH) };
  const n = window.width * window.height;
  const [here, there, both] = [new Float32Array(n), new Float32Array(n), new Float32Array(n)];
  let [count, a, b, aa, ab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [window.x + (i % window.width) + 0.5, window.y + Math.floor(i / window.width) + 0.5];
    const [p, q] = [sampleAt(smooth, x, y), sampleAt(smooth, mapX(similarity, x, y), mapY(similarity, x, y))];
    if (Number.isNaN(q)) continue;
    here[i] = p;
    there[i] = q;
    both[i] = 1;
    if (!proven[i]) continue;
    count++;
    a += p;
    b += q;
    aa += p * p;
    ab += p * q;
  }
  const contrast = (count * ab - a * b) / Math.max(1e-6, count * aa - a * a);
  const brightness = (b - contrast * a) / Math.max(1, count);
  for (let i = 0; i < n; i++) there[i] = both[i] ? (there[i] ?? 0) - contrast * (here[i] ?? 0) - brightness : 0;
  const sums = boxSum(there, window.width, window.height, HALF);
  const counts = boxSum(both, window.width, window.height, HALF);
  return sums.map((sum, i) => Math.abs(sum) / Math.max(1, counts[i] ?? 0));
}

function medianOver(values: Float32Array, mask: Uint8Array): number {
  const chosen = values.filter((_, i) => mask[i] !== 0).sort();
  return chosen[chosen.length >> 1] ?? 0;
}

/** Pixels whose centre lies in the hull of the centres of the set pixels. */
function hullOf(mask: Uint8Array, width: number, height: number): Uint8Array {
  const ends: Point[] = [];
  for (let y = 0; y < height; y++) {
    const row = mask.subarray(y * width, (y + 1) * width);
    const first = row.findIndex((value) => value !== 0);
    if (first >= 0) ends.push({ x: first, y }, { x: row.findLastIndex((value) => value !== 0), y });
  }
  const hull = convexHull(ends);
  return mask.map((value, i) => (value || isWithin(hull, { x: i % width, y: Math.floor(i / width) }, 1e-6) ? 1 : 0));
}
