/** 64-bit signatures: on which side of its word's centre a descriptor lies, in 64 directions. */
import { project } from '../imaging/kernels/project.ts';
import { BRANCHES, SIGNATURE_BITS, type Vocabulary } from './vocabulary.ts';

/** Projections of the words seen so far, in each thread. */
const known = new WeakMap<Vocabulary, Map<number, Int32Array>>();

/**
 * @param words N × probes, −1 = none.
 * @returns N × probes × 2 halves.
 */
export function signaturesOf(vocabulary: Vocabulary, descriptors: Uint8Array, words: Int32Array, probes: number): Uint32Array {
  const projected = project(descriptors, vocabulary.projection);
  const centres = projectedWords(vocabulary, words);
  const out = new Uint32Array(words.length * 2);
  for (let i = 0; i < words.length; i++) {
    const centre = centres.get(words[i] ?? -1);
    if (!centre) continue;
    const from = Math.floor(i / probes) * SIGNATURE_BITS;
    for (let half = 0; half < 2; half++) {
      let bits = 0;
      for (let b = 0; b < 32; b++) if ((projected[from + half * 32 + b] ?? 0) > (centre[half * 32 + b] ?? 0)) bits |= 1 << b;
      out[2 * i + half] = bits >>> 0;
    }
  }
  return out;
}

function projectedWords(vocabulary: Vocabulary, words: Int32Array): ReadonlyMap<number, Int32Array> {
  const cache = known.get(vocabulary) ?? new Map<number, Int32Array>();
  known.set(vocabulary, cache);
  const missing = [...new Set(words)].filter((word) => word >= 0 && !cache.has(word));
  const rows = new Uint8Array(missing.length * 128);
  missing.forEach((word, i) => {
    const at = (word % BRANCHES) * 128;
    rows.set(vocabulary.fine[Math.floor(word / BRANCHES)]?.rows.subarray(at, at + 128) ?? [], i * 128);
  });
  const projected = project(rows, vocabulary.projection);
  missing.forEach((word, i) => cache.set(word, projected.slice(i * SIGNATURE_BITS, (i + 1) * SIGNATURE_BITS)));
  return cache;
}
