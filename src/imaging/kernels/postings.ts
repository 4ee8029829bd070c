/** Postings of an inverted file whose 64-bit signature is near one that is asked for, in WebAssembly. Twin: postings.reference.ts. */
import { loadKernel } from './kernel.ts';

interface PostingsExports {
  near_postings(list: number, words: number, count: number, most: number, out: number, room: number): number;
}

const kernel = loadKernel<PostingsExports>('postings');

/** Which stretch of the list each signature is compared with. */
export interface Asked {
  /** M, unit posting. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** M × 2 halves, low first. */
  readonly signatures: Uint32Array;
}

export interface NearPostings {
  readonly count: number;
  /** count × (row of what was asked, posting, bits apart), in order. */
  readonly rows: Int32Array;
}

/** Answers that there is room for at first; more are counted and asked for again. */
const ROOM = 1 << 16;

/**
 * @param list N × 16 bytes; the last 8 of each are its signature, little endian.
 * @param most bit.
 */
export function nearPostings(list: Uint8Array, { first, count, signatures }: Asked, most: number): NearPostings {
  const words = new Uint32Array(first.length * 4);
  for (let i = 0; i < first.length; i++) words.set([first[i] ?? 0, count[i] ?? 0, signatures[2 * i] ?? 0, signatures[2 * i + 1] ?? 0], 4 * i);
  return kernel.scope((arena) => {
    const [all, asked] = [arena.push(list), arena.push(new Uint8Array(words.buffer))];
    let [room, out] = [ROOM, arena.reserve(12 * ROOM)];
    let found = kernel.exports.near_postings(all, asked, first.length, most, out, room);
    if (found > room) {
      [room, out] = [found, arena.reserve(12 * found)];
      found = kernel.exports.near_postings(all, asked, first.length, most, out, room);
    }
    return { count: found, rows: arena.i32(out, 3 * found) };
  });
}
