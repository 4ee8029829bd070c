/** Dominant gradient directions of keypoints, and descriptors along them. */
import { orientAndDescribe } from '../kernels/sift.ts';
import { planeOf, type OrientedPoint, type Pyramid, type ScalePoint } from './scale-space.ts';

const BINS = 36;
/** Share of the highest peak from which another one makes its own keypoint; Lowe 2004 §5. */
const PEAK_SHARE = 0.8;

export interface DescribedPoint extends OrientedPoint {
  /** 128 */
  readonly descriptor: Uint8Array;
}

/** Each point once per dominant direction, in the order of the points, with its descriptor. */
export function describeOriented(pyramid: Pyramid, points: readonly ScalePoint[]): DescribedPoint[] {
  const described = new Map<ScalePoint, readonly DescribedPoint[]>();
  for (const [level, group] of Map.groupBy(points, ({ level }) => level)) {
    const rows = new Float32Array(group.length * 4);
    group.forEach((point, i) => rows.set([point.column, point.row, point.sigma, 0], 4 * i));
    let turned: readonly OrientedPoint[] = [];
    const { descriptors } = orientAndDescribe(planeOf(pyramid, level), rows, (histograms) => {
      turned = group.flatMap((point, i) => peaks(smooth(histograms.subarray(BINS * i, BINS * (i + 1)))).map((angle) => ({ ...point, angle })));
      const all = new Float32Array(turned.length * 4);
      turned.forEach((point, i) => all.set([point.column, point.row, point.sigma, point.angle], 4 * i));
      return all;
    });
    let i = 0;
    for (const point of group) {
      const own: DescribedPoint[] = [];
      for (let next = turned[i]; next && next.x === point.x && next.y === point.y && next.scale === point.scale; next = turned[++i]) own.push({ ...next, descriptor: descriptors.subarray(128 * i, 128 * (i + 1)) });
      described.set(point, own);
    }
  }
  return points.flatMap((point) => described.get(point) ?? []);
}

function smooth(histogram: Float32Array): Float32Array {
  const at = (i: number): number => histogram[(i + BINS) % BINS] ?? 0;
  return histogram.map((_, i) => (at(i - 2) + at(i + 2) + 4 * (at(i - 1) + at(i + 1)) + 6 * at(i)) / 16);
}

/** rad, each peak placed by a parabola through it and its neighbours. */
function peaks(histogram: Float32Array): number[] {
  const most = Math.max(...histogram);
  if (!(most > 0)) return [];
  const found: number[] = [];
  for (let i = 0; i < BINS; i++) {
    const [left, here, right] = [histogram[(i + BINS - 1) % BINS] ?? 0, histogram[i] ?? 0, histogram[(i + 1) % BINS] ?? 0];
    if (here <= left || here <= right || here < PEAK_SHARE * most) continue;
    const bin = i + (0.5 * (left - right)) / (left - 2 * here + right);
    found.push((((bin + BINS) % BINS) * 2 * Math.PI) / BINS);
  }
  return found;
}
