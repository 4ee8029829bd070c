/** Nearest neighbours among u8 descriptors in WebAssembly. Twin: match.reference.ts. */
import { loadKernel } from './kernel.ts';

interface MatchExports {
  sign(rows: number, count: number, out: number): void;
  nearest_rows(
    a: number, signA: number, countA: number, b: number, signB: number, countB: number,
    k: number, cap: number, margin: number, indices: number, distances: number,
  ): void;
  nearest_under_words(
    a: number, signA: number, words: number, wordsEach: number, countA: number, b: number, signB: number, places: number, starts: number,
    k: number, cap: number, margin: number, indices: number, distances: number,
  ): void;
}

const kernel = loadKernel<MatchExports>('match');

/** Descriptors (N × 128) with their signatures (N × 16). */
export interface SignedRows {
  readonly count: number;
  readonly rows: Uint8Array;
  readonly signs: Uint8Array;
}

/** Rows sorted by their word: those of word w are starts[w] … starts[w + 1] − 1. */
export interface SortedRows extends SignedRows {
  /** Index of each row before it was sorted. */
  readonly places: Int32Array;
  readonly starts: Int32Array;
}

export interface Neighbours {
  /** count × k, nearest first; −1 where there is none. */
  readonly indices: Int32Array;
  /** count × k, squared distances. */
  readonly distances: Int32Array;
}

export interface NearestOptions {
  readonly k: number;
  /** bit; rows whose signatures differ by more are passed over. 128 = look at all. */
  readonly cap?: number;
  /** bit; and those that differ by this much more than the most alike so far. 128 = look at all. */
  readonly margin?: number;
}

/** 128-bit signatures: bit i says whether value i lies above the mean of its row. @throws {RangeError} not N × 128 bytes. */
export function signRows(rows: Uint8Array): SignedRows {
  if (rows.length % 128 !== 0) throw new RangeError(`rows: ${rows.length} bytes are not N × 128`);
  const count = rows.length / 128;
  const signs = kernel.scope((arena) => {
    const out = arena.reserve(count * 16);
    kernel.exports.sign(arena.push(rows), count, out);
    return arena.u8(out, count * 16);
  });
  return { count, rows, signs };
}

/** For each row of a its k nearest rows of b. Exact unless `cap` or `margin` pass rows over. */
export function nearestRows(a: SignedRows, b: SignedRows, { k, cap = 128, margin = 128 }: NearestOptions): Neighbours {
  return kernel.scope((arena) => {
    const [indices, distances] = [arena.reserve(a.count * k * 4), arena.reserve(a.count * k * 4)];
    kernel.exports.nearest_rows(
      arena.push(a.rows), arena.push(a.signs), a.count, arena.push(b.rows), arena.push(b.signs), b.count,
      k, cap, margin, indices, distances,
    );
    return { indices: arena.i32(indices, a.count * k), distances: arena.i32(distances, a.count * k) };
  });
}

/**
 * As `nearestRows`, but a row of b is looked at only where its word is among those of the row of a.
 *
 * @param words of a, a.count × wordsEach, nearest first; ties go to the row that comes first under them.
 */
export function nearestUnderWords(a: SignedRows, words: Uint8Array, b: SortedRows, { k, cap = 128, margin = 128 }: NearestOptions): Neighbours {
  return kernel.scope((arena) => {
    const [indices, distances] = [arena.reserve(a.count * k * 4), arena.reserve(a.count * k * 4)];
    kernel.exports.nearest_under_words(
      arena.push(a.rows), arena.push(a.signs), arena.push(words), a.count > 0 ? words.length / a.count : 0, a.count,
      arena.push(b.rows), arena.push(b.signs), arena.push(b.places), arena.push(b.starts), k, cap, margin, indices, distances,
    );
    return { indices: arena.i32(indices, a.count * k), distances: arena.i32(distances, a.count * k) };
  });
}

/** @param words one of each row, below `wordCount`. Rows of one word stay in their order. */
export function sortByWord({ count, rows, signs }: SignedRows, words: Uint8Array, wordCount: number): SortedRows {
  const starts = new Int32Array(wordCount + 1);
  for (const word of words) starts[word + 1] = (starts[word + 1] ?? 0) + 1;
  for (let w = 0; w < wordCount; w++) starts[w + 1] = (starts[w + 1] ?? 0) + (starts[w] ?? 0);
  const next = starts.slice();
  const [sortedRows, sortedSigns, places] = [new Uint8Array(rows.length), new Uint8Array(signs.length), new Int32Array(count)];
  words.forEach((word, i) => {
    const at = next[word] ?? 0;
    next[word] = at + 1;
    places[at] = i;
    sortedRows.set(rows.subarray(128 * i, 128 * i + 128), 128 * at);
    sortedSigns.set(signs.subarray(16 * i, 16 * i + 16), 16 * at);
  });
  return { count, rows: sortedRows, signs: sortedSigns, places, starts };
}
