/** For each anchor the most similar other place of the page, and how similar. */
import type { LumaImage } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import type { Anchor } from './anchors.ts';

export interface Twin {
  readonly a: Anchor;
  readonly b: Anchor;
  /** grey: root mean square of the difference of the two patches, their means taken off. */
  readonly difference: number;
  /** grey: root mean square of the patch itself. */
  readonly contrast: number;
}

/** px: patches are 17 × 17 around the anchor. */
const RADIUS = 8;
/** Values of a descriptor: 6 × 6 cells of 3 × 3 px around the anchor, mean taken off. */
const CELLS = 36;
const TABLES = 4;
const BITS = 4;
/** Entries of a bucket that are compared; beyond it the page has a pattern. */
const MOST_IN_BUCKET = 40;

/**
 * Locality-sensitive hashing in the manner of Datar et al., SoCG 2004, doi:10.1145/997817.997857, with directions drawn once from a fixed seed.
 * @param apart px; nearer places are the same place.
 */
export function findTwins(luma: LumaImage, anchors: readonly Anchor[], apart: number): readonly Twin[] {
  const descriptors = anchors.map((anchor) => describe(luma, anchor));
  const best = new Int32Array(anchors.length).fill(-1);
  const distance = new Float32Array(anchors.length).fill(Number.POSITIVE_INFINITY);
  for (let table = 0; table < TABLES; table++) {
    for (const bucket of bucketsOf(descriptors, table).values()) {
      for (let p = 0; p < bucket.length; p++) {
        const i = bucket[p] ?? 0;
        for (let q = p + 1; q < Math.min(bucket.length, p + MOST_IN_BUCKET); q++) compare(i, bucket[q] ?? 0);
      }
    }
  }
  return anchors.flatMap((a, i): Twin[] => {
    const b = anchors[best[i] ?? -1];
    return b ? [{ a, b, ...measure(luma, a, b) }] : [];
  });

  function compare(i: number, j: number): void {
    const [a, b] = [anchors[i], anchors[j]];
    const [u, v] = [descriptors[i], descriptors[j]];
    if (!a || !b || !u || !v || Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < apart) return;
    let d = 0;
    for (let k = 0; k < CELLS; k++) d += ((u[k] ?? 0) - (v[k] ?? 0)) ** 2;
    if (d < (distance[i] ?? 0)) [distance[i], best[i]] = [d, j];
    if (d < (distance[j] ?? 0)) [distance[j], best[j]] = [d, i];
  }
}

function describe({ width, data }: LumaImage, { x, y }: Anchor): Float32Array {
  const cells = new Float32Array(CELLS);
  let total = 0;
  for (let v = 0, k = 0; v < 6; v++) {
    for (let u = 0; u < 6; u++, k++) {
      let sum = 0;
      for (let dy = 0; dy < 3; dy++) for (let dx = 0; dx < 3; dx++) sum += data[(y - 9 + 3 * v + dy) * width + x - 9 + 3 * u + dx] ?? 0;
      cells[k] = sum / 9;
      total += sum / 9;
    }
  }
  return cells.map((value) => value - total / CELLS);
}

/** grey: width of a hash cell; copies differ by the coder's rounding, genuine repeats by the scanner's sampling. */
const CELL_WIDTH = 60;

function bucketsOf(descriptors: readonly Float32Array[], table: number): Map<string, number[]> {
  const random = seededRandom(`twins/${table}`);
  const directions = Array.from({ length: BITS }, () => Float32Array.from({ length: CELLS }, () => (random.next() < 0.5 ? -1 : 1)));
  const offsets = directions.map(() => random.next() * CELL_WIDTH);
  const buckets = new Map<string, number[]>();
  for (const [i, descriptor] of descriptors.entries()) {
    const key = directions.map((direction, d) => {
      let dot = offsets[d] ?? 0;
      for (let k = 0; k < CELLS; k++) dot += (direction[k] ?? 0) * (descriptor[k] ?? 0);
      return Math.floor(dot / CELL_WIDTH);
    }).join();
    const bucket = buckets.get(key);
    if (bucket) bucket.push(i);
    else buckets.set(key, [i]);
  }
  return buckets;
}

function measure({ width, data }: LumaImage, a: Anchor, b: Anchor): Pick<Twin, 'difference' | 'contrast'> {
  let [sumA, sumB, squares, own, n] = [0, 0, 0, 0, 0];
  for (let dy = -RADIUS; dy <= RADIUS; dy++) {
    for (let dx = -RADIUS; dx <= RADIUS; dx++) {
      const p = data[(a.y + dy) * width + a.x + dx] ?? 0;
      const q = data[(b.y + dy) * width + b.x + dx] ?? 0;
      sumA += p;
      sumB += q;
      squares += (p - q) ** 2;
      own += p * p;
      n++;
    }
  }
  return { difference: Math.sqrt(Math.max(0, squares / n - ((sumA - sumB) / n) ** 2)), contrast: Math.sqrt(Math.max(0, own / n - (sumA / n) ** 2)) };
}
