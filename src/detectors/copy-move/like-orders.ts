/** Points ordered so that those with like descriptions stand near each other. */
import type { Random } from '../../core/random.ts';
import { FEATURE_BYTES } from '../../imaging/features/zernike.ts';

/** Entries of the description each order looks at: the noisier high orders only once. */
const TABLES = [
  [0, 1, 2, 3, 6, 7, 9, 10, 11, 12, 14, 8],
  [0, 1, 2, 4, 5, 6, 8, 9, 10, 13, 15, 12],
] as const;

/**
 * Orders of `points` by one bit for each of some entries: above the median of all points or not. Within one pattern of
 * bits chance orders, so that neighbours in the picture do not crowd out the others. A copied point has most bits of its
 * source, so the two share a pattern far more often than chance would have them meet.
 * Source: coherency sensitive hashing, Korman and Avidan, ICCV 2011, doi:10.1109/ICCV.2011.6126421; bits at the medians ours.
 *
 * @param features 16 bytes a point.
 * @param points indices of points.
 */
export function likeOrders(features: Uint8Array, points: Int32Array, random: Random): Int32Array[] {
  const mixed = shuffled(points, random);
  const medians = mediansOf(features, points);
  return TABLES.map((entries) => sortedBy(mixed, keysOf(features, mixed, entries, medians), 1 << entries.length));
}

function shuffled(points: Int32Array, random: Random): Int32Array {
  const out = points.slice();
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const kept = out[i] ?? 0;
    out[i] = out[j] ?? 0;
    out[j] = kept;
  }
  return out;
}

/** Of each entry of the description. */
function mediansOf(features: Uint8Array, points: Int32Array): Uint8Array {
  const counts = new Uint32Array(FEATURE_BYTES * 256);
  for (const p of points) {
    for (let k = 0; k < FEATURE_BYTES; k++) {
      const at = k * 256 + (features[p * FEATURE_BYTES + k] ?? 0);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  return Uint8Array.from({ length: FEATURE_BYTES }, (_, k) => {
    let [value, below] = [0, counts[k * 256] ?? 0];
    while (below * 2 < points.length) below += counts[k * 256 + ++value] ?? 0;
    return value;
  });
}

function keysOf(features: Uint8Array, points: Int32Array, entries: readonly number[], medians: Uint8Array): Uint16Array {
  const keys = new Uint16Array(points.length);
  for (let i = 0; i < keys.length; i++) {
    const from = (points[i] ?? 0) * FEATURE_BYTES;
    let key = 0;
    for (const k of entries) key = 2 * key + ((features[from + k] ?? 0) > (medians[k] ?? 0) ? 1 : 0);
    keys[i] = key;
  }
  return keys;
}

/** Counting sort; points of one key keep their order. */
function sortedBy(points: Int32Array, keys: Uint16Array, keyCount: number): Int32Array {
  const next = new Uint32Array(keyCount + 1);
  for (const key of keys) next[key + 1] = (next[key + 1] ?? 0) + 1;
  for (let key = 0; key < keyCount; key++) next[key + 1] = (next[key + 1] ?? 0) + (next[key] ?? 0);
  const out = new Int32Array(points.length);
  for (let i = 0; i < points.length; i++) {
    const key = keys[i] ?? 0;
    const at = next[key] ?? 0;
    next[key] = at + 1;
    out[at] = points[i] ?? 0;
  }
  return out;
}
