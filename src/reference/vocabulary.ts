/**
 * The visual vocabulary: 256 × 256 words in two levels, and the projection that makes signatures. Trained by eval/reference/train-vocabulary.ts.
 * Source: Nistér and Stewénius, CVPR 2006, doi:10.1109/CVPR.2006.264 (vocabulary tree); Jégou, Douze and Schmid, ECCV 2008,
 * doi:10.1007/978-3-540-88682-2_24 (Hamming embedding).
 */
import { readFileSync } from 'node:fs';
import type { Random } from '../core/random.ts';
import { nearestRows, type SignedRows } from '../imaging/kernels/match.ts';

export const BRANCHES = 256;
export const WORDS = BRANCHES * BRANCHES;
/** bit */
export const SIGNATURE_BITS = 64;

/** Stored with every entry; changes whenever the file changes. */
export const VOCABULARY_VERSION = 1;

export interface Vocabulary {
  readonly version: number;
  /** 256 × 128. */
  readonly coarse: SignedRows;
  /** One block of 256 × 128 for each coarse word. */
  readonly fine: readonly SignedRows[];
  /** 64 × 128, orthonormal rows times 127 √(128) / 4, rounded. */
  readonly projection: Int8Array;
}

const MAGIC = 'TSVOC1\0\0';

/** The file: magic, projection, coarse words, fine words. */
export function encodeVocabulary(coarse: Uint8Array, fine: Uint8Array, random: Random): Uint8Array {
  const projection = randomProjection(random);
  const out = new Uint8Array(8 + projection.length + coarse.length + fine.length);
  out.set(new TextEncoder().encode(MAGIC));
  out.set(new Uint8Array(projection.buffer), 8);
  out.set(coarse, 8 + projection.length);
  out.set(fine, 8 + projection.length + coarse.length);
  return out;
}

let shipped: Vocabulary | undefined;

/** The vocabulary of this version; read once in each thread. */
export function vocabulary(): Vocabulary {
  shipped ??= decodeVocabulary(new Uint8Array(readFileSync(new URL('vocabulary.bin', import.meta.url))));
  return shipped;
}

/** @throws {RangeError} not a vocabulary file. */
export function decodeVocabulary(bytes: Uint8Array): Vocabulary {
  const [head, projection, coarse] = [8, SIGNATURE_BITS * 128, BRANCHES * 128];
  if (bytes.length !== head + projection + coarse + WORDS * 128 || new TextDecoder().decode(bytes.subarray(0, head)) !== MAGIC) {
    throw new RangeError(`vocabulary: ${bytes.length} bytes are not a vocabulary of ${WORDS} words`);
  }
  const words = bytes.subarray(head + projection + coarse);
  return {
    version: VOCABULARY_VERSION,
    projection: new Int8Array(bytes.slice(head, head + projection).buffer),
    coarse: rowsOf(bytes.subarray(head + projection, head + projection + coarse)),
    fine: Array.from({ length: BRANCHES }, (_, i) => rowsOf(words.subarray(i * coarse, (i + 1) * coarse))),
  };
}

/** Signatures are not looked at when no cap is set. */
function rowsOf(rows: Uint8Array): SignedRows {
  return { count: rows.length / 128, rows, signs: new Uint8Array(rows.length / 8) };
}

export interface AssignedWords {
  /** N × probes, nearest first; −1 where there is none. */
  readonly words: Int32Array;
  readonly probes: number;
}

/** The nearest words of each descriptor, by way of its nearest `branches` coarse words. */
export function assignWords({ coarse, fine }: Vocabulary, descriptors: Uint8Array, { probes = 1, branches = probes }: { probes?: number; branches?: number } = {}): AssignedWords {
  const count = descriptors.length / 128;
  const top = nearestRows(rowsOf(descriptors), coarse, { k: branches }).indices;
  const members: number[][] = Array.from({ length: BRANCHES }, () => []);
  for (let i = 0; i < count * branches; i++) members[top[i] ?? 0]?.push(i);
  const found: { word: number; distance: number }[][] = Array.from({ length: count }, () => []);
  for (const [branch, group] of members.entries()) {
    const block = fine[branch];
    if (group.length === 0 || !block) continue;
    const rows = new Uint8Array(group.length * 128);
    group.forEach((at, i) => rows.set(descriptors.subarray(Math.floor(at / branches) * 128, Math.floor(at / branches) * 128 + 128), i * 128));
    const { indices, distances } = nearestRows(rowsOf(rows), block, { k: probes });
    group.forEach((at, i) => {
      for (let p = 0; p < probes; p++) {
        const index = indices[i * probes + p] ?? -1;
        if (index >= 0) found[Math.floor(at / branches)]?.push({ word: branch * BRANCHES + index, distance: distances[i * probes + p] ?? 0 });
      }
    });
  }
  const words = new Int32Array(count * probes).fill(-1);
  for (const [i, list] of found.entries()) {
    list.sort((a, b) => a.distance - b.distance || a.word - b.word).slice(0, probes).forEach(({ word }, p) => { words[i * probes + p] = word; });
  }
  return { words, probes };
}

/** Rows of a random rotation, by Gram–Schmidt on Gaussian draws. */
function randomProjection(random: Random): Int8Array {
  const rows: Float64Array[] = [];
  while (rows.length < SIGNATURE_BITS) {
    const row = Float64Array.from({ length: 128 }, () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()));
    for (const other of rows) {
      const dot = row.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
      for (let i = 0; i < 128; i++) row[i] = (row[i] ?? 0) - dot * (other[i] ?? 0);
    }
    const norm = Math.hypot(...row);
    if (norm > 1e-6) rows.push(row.map((value) => value / norm));
  }
  const scale = (127 * Math.sqrt(128)) / 4; // four standard deviations fit
  return Int8Array.from(rows.flatMap((row) => [...row].map((value) => Math.max(-127, Math.min(127, Math.round(value * scale))))));
}
