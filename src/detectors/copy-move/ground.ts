/** What lies between the strong edges of a region: natural ground is copied along, the ground under letters and marks is not. */
import type { LumaImage } from '../../core/image.ts';
import { boxSum } from './agreement.ts';
import type { Clone } from './grow.ts';
import { sampleAt } from './sample.ts';
import { mapX, mapY } from './similarity.ts';

export interface Ground {
  /** Share of the source side, a little widened, that lies away from strong edges of both sides. */
  readonly share: number;
  /** Correlation of the two grounds' detail, in [−1, 1]; 0 where one of them is flat. */
  readonly correlation: number;
  /** Grey levels, standard deviation of the fainter ground's detail. */
  readonly detail: number;
}

/** px, the ground next to the region counts. */
const AROUND = 3;
/** An edge is strong above this share of the region's steepest. */
const STRONG = 0.5;
const STEEPEST = 0.98;
/** px, by which strong edges are widened. */
const HALO = 3;
/** px, half side of the squares whose mean is taken away from the ground. */
const SMOOTH = 3;

export function groundOf(luma: LumaImage, { region, similarity, agreement: { window, comparable } }: Clone): Ground {
  const { width, height } = window;
  const n = width * height;
  const near = boxSum(Float32Array.from(region), width, height, AROUND);
  const here = new Float32Array(n);
  const there = new Float32Array(n);
  const inside = new Uint8Array(n);
  for (let j = 0, i = 0; j < height; j++) {
    for (let k = 0; k < width; k++, i++) {
      if (!comparable[i] || (near[i] ?? 0) < 0.5) continue;
      const [x, y] = [window.x + k + 0.5, window.y + j + 0.5];
      const other = sampleAt(luma, mapX(similarity, x, y), mapY(similarity, x, y));
      if (Number.isNaN(other)) continue;
      inside[i] = 1;
      here[i] = luma.data[(window.y + j) * luma.width + window.x + k] ?? 0;
      there[i] = other;
    }
  }
  const slopes = [here, there].map((plane) => slopeOf(plane, inside, width));
  const strong = new Float32Array(n);
  for (const slope of slopes) {
    const level = STRONG * quantileOf(slope, inside, STEEPEST);
    for (let i = 0; i < n; i++) if (inside[i] && (slope[i] ?? 0) > level) strong[i] = 1;
  }
  const halo = boxSum(strong, width, height, HALO);
  const soft = Float32Array.from(inside, (value, i) => (value && (halo[i] ?? 0) < 0.5 ? 1 : 0));
  const weight = boxSum(soft, width, height, SMOOTH);
  const [a, b] = [here, there].map((plane) => {
    const detail = new Float32Array(n);
    for (let i = 0; i < n; i++) if (soft[i]) detail[i] = plane[i] ?? 0;
    const sum = boxSum(detail, width, height, SMOOTH);
    for (let i = 0; i < n; i++) if (soft[i]) detail[i] = (detail[i] ?? 0) - (sum[i] ?? 0) / Math.max(1, weight[i] ?? 0);
    return detail;
  });
  let [ab, aa, bb, count, total] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    if (inside[i]) total++;
    if (!soft[i]) continue;
    count++;
    ab += (a?.[i] ?? 0) * (b?.[i] ?? 0);
    aa += (a?.[i] ?? 0) ** 2;
    bb += (b?.[i] ?? 0) ** 2;
  }
  return {
    share: count / Math.max(1, total),
    correlation: aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0,
    detail: Math.sqrt(Math.min(aa, bb) / Math.max(1, count)),
  };
}

/** Grey levels a pixel, central differences; 0 at the edge of the region. */
function slopeOf(plane: Float32Array, inside: Uint8Array, width: number): Float32Array {
  const out = new Float32Array(plane.length);
  for (let i = width; i < plane.length - width; i++) {
    if (!inside[i] || !inside[i - 1] || !inside[i + 1] || !inside[i - width] || !inside[i + width]) continue;
    const dx = (plane[i + 1] ?? 0) - (plane[i - 1] ?? 0);
    const dy = (plane[i + width] ?? 0) - (plane[i - width] ?? 0);
    out[i] = 0.5 * Math.sqrt(dx * dx + dy * dy);
  }
  return out;
}

function quantileOf(values: Float32Array, inside: Uint8Array, q: number): number {
  const chosen = new Float32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (inside[i]) chosen[count++] = values[i] ?? 0;
  chosen.subarray(0, count).sort();
  return chosen[Math.floor(q * count)] ?? 0;
}
