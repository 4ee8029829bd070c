/** Nearest neighbours among u8 descriptors in plain TypeScript: specification and oracle of kernels/match.ts. */
import type { NearestOptions, Neighbours, SignedRows, SortedRows } from './match.ts';

export function signsReference(rows: Uint8Array): Uint8Array {
  const signs = new Uint8Array(rows.length / 8);
  for (let at = 0; at < rows.length; at += 128) {
    const row = rows.subarray(at, at + 128);
    const mean = row.reduce((a, b) => a + b, 0) / 128;
    row.forEach((value, i) => {
      if (value > mean) signs[(at + i) >> 3] = (signs[(at + i) >> 3] ?? 0) | (1 << (i & 7));
    });
  }
  return signs;
}

export function nearestRowsReference(a: SignedRows, b: SignedRows, { k, cap = 128, margin = 128 }: NearestOptions): Neighbours {
  const indices = new Int32Array(a.count * k).fill(-1);
  const distances = new Int32Array(a.count * k).fill(-1);
  for (let i = 0; i < a.count; i++) {
    let gate = cap;
    const found: { j: number; distance: number }[] = [];
    for (let j = 0; j < b.count; j++) {
      const apart = bitsApart(a.signs.subarray(16 * i, 16 * i + 16), b.signs.subarray(16 * j, 16 * j + 16));
      if (apart > gate) continue;
      gate = Math.min(gate, apart + margin);
      found.push({ j, distance: squaredDistance(a.rows.subarray(128 * i, 128 * i + 128), b.rows.subarray(128 * j, 128 * j + 128)) });
    }
    for (const [t, { j, distance }] of found.sort((p, q) => p.distance - q.distance).slice(0, k).entries()) {
      indices[i * k + t] = j;
      distances[i * k + t] = distance;
    }
  }
  return { indices, distances };
}

export function nearestUnderWordsReference(a: SignedRows, words: Uint8Array, b: SortedRows, options: NearestOptions): Neighbours {
  const indices = new Int32Array(a.count * options.k).fill(-1);
  const distances = new Int32Array(a.count * options.k).fill(-1);
  const each = words.length / a.count;
  for (let i = 0; i < a.count; i++) {
    const under = [...words.subarray(i * each, i * each + each)].flatMap((word) => Array.from({ length: (b.starts[word + 1] ?? 0) - (b.starts[word] ?? 0) }, (_, t) => (b.starts[word] ?? 0) + t));
    const only = { count: under.length, rows: gather(b.rows, under, 128), signs: gather(b.signs, under, 16) };
    const nearest = nearestRowsReference({ count: 1, rows: gather(a.rows, [i], 128), signs: gather(a.signs, [i], 16) }, only, options);
    indices.set(nearest.indices.map((at) => (at < 0 ? -1 : (b.places[under[at] ?? 0] ?? -1))), i * options.k);
    distances.set(nearest.distances, i * options.k);
  }
  return { indices, distances };
}

function gather(values: Uint8Array, places: readonly number[], width: number): Uint8Array {
  return Uint8Array.from(places.flatMap((at) => [...values.subarray(at * width, at * width + width)]));
}

function bitsApart(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  for (const [i, byte] of a.entries()) for (let x = byte ^ (b[i] ?? 0); x; x &= x - 1) bits++;
  return bits;
}

function squaredDistance(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);
}
