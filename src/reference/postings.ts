/** Postings: one keypoint of one registered image, 16 bytes, and lists of them packed by word. */
import type { Keypoints } from '../imaging/features/keypoints.ts';

/**
 * Little endian: slot u16 (the image within its pack) · angle u8 (256ths of a turn) · scale u8 · x u16 · y u16 (65,535ths of the
 * longest side of the image) · signature 2 × u32.
 */
export const POSTING_BYTES = 16;
/** In the log a word (u32) stands before each; the slot is 0. */
export const LOGGED_BYTES = 4 + POSTING_BYTES;
/** Images in one pack: what a slot can tell apart. */
export const PACK_IMAGES = 65_536;

/** Steps of the scale byte for each octave; byte 0 = 2⁻¹² of the longest side. */
export const SCALE_STEPS = 20;
const SMALLEST_OCTAVE = -12;

export interface Frame {
  readonly width: number;
  readonly height: number;
}

export interface WordsAndSignatures {
  /** N */
  readonly words: Int32Array;
  /** N × 2 */
  readonly signatures: Uint32Array;
}

/** Angle of a keypoint as a byte. @param radians in [0, 2π). */
export function angleByte(radians: number): number {
  return Math.round((radians * 256) / (2 * Math.PI)) & 255;
}

/** @param scale σ, px. @param longest px, longest side of the image. */
export function scaleByte(scale: number, longest: number): number {
  return Math.max(0, Math.min(255, Math.round((Math.log2(scale / longest) - SMALLEST_OCTAVE) * SCALE_STEPS)));
}

/** σ as a share of the longest side. */
export function scaleOf(byte: number): number {
  return 2 ** (byte / SCALE_STEPS + SMALLEST_OCTAVE);
}

/** N × 20 bytes, sorted by word, then by order of the keypoints. @param frame px that the keypoints are in. */
export function encodeLogged({ count, x, y, scale, angle }: Keypoints, { words, signatures }: WordsAndSignatures, { width, height }: Frame): Uint8Array {
  const order = [...Array(count).keys()].sort((a, b) => (words[a] ?? 0) - (words[b] ?? 0) || a - b);
  const out = new Uint8Array(count * LOGGED_BYTES);
  const view = new DataView(out.buffer);
  const longest = Math.max(width, height);
  const part = (value: number): number => Math.max(0, Math.min(65_535, Math.round((value / longest) * 65_535)));
  for (const [i, k] of order.entries()) {
    const at = i * LOGGED_BYTES;
    view.setUint32(at, words[k] ?? 0, true);
    view.setUint8(at + 6, angleByte(angle[k] ?? 0));
    view.setUint8(at + 7, scaleByte(scale[k] ?? 1, longest));
    view.setUint16(at + 8, part(x[k] ?? 0), true);
    view.setUint16(at + 10, part(y[k] ?? 0), true);
    view.setUint32(at + 12, signatures[2 * k] ?? 0, true);
    view.setUint32(at + 16, signatures[2 * k + 1] ?? 0, true);
  }
  return out;
}

/** One image of the log with the slot it gets in a pack. */
export interface LoggedImage {
  readonly slot: number;
  readonly postings: Uint8Array;
}

/** Lists by word, each ordered as the images are given. */
export function packLogged(images: readonly LoggedImage[]): Map<number, Uint8Array> {
  const counts = new Map<number, number>();
  for (const { postings } of images) for (const word of wordsIn(postings)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const lists = new Map([...counts].sort(([a], [b]) => a - b).map(([word, n]) => [word, new Uint8Array(n * POSTING_BYTES)] as const));
  const filled = new Map<number, number>();
  for (const { slot, postings } of images) {
    let i = 0;
    for (const word of wordsIn(postings)) {
      const list = lists.get(word);
      const at = filled.get(word) ?? 0;
      list?.set(postings.subarray(i * LOGGED_BYTES + 4, (i + 1) * LOGGED_BYTES), at);
      if (list) setSlot(list, at, slot);
      filled.set(word, at + POSTING_BYTES);
      i++;
    }
  }
  return lists;
}

/** A list with other slots; postings whose slot maps to −1 are left out. */
export function remapped(list: Uint8Array, slots: Int32Array): Uint8Array {
  const out = new Uint8Array(list.length);
  let at = 0;
  for (let from = 0; from < list.length; from += POSTING_BYTES) {
    const slot = slots[(list[from] ?? 0) | ((list[from + 1] ?? 0) << 8)] ?? -1;
    if (slot < 0) continue;
    out.set(list.subarray(from, from + POSTING_BYTES), at);
    setSlot(out, at, slot);
    at += POSTING_BYTES;
  }
  return out.subarray(0, at);
}

export function concatenated(lists: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    out.set(list, at);
    at += list.length;
  }
  return out;
}

function setSlot(list: Uint8Array, at: number, slot: number): void {
  list[at] = slot & 255;
  list[at + 1] = slot >> 8;
}

function* wordsIn(postings: Uint8Array): Generator<number> {
  const view = new DataView(postings.buffer, postings.byteOffset, postings.byteLength);
  for (let at = 0; at < postings.length; at += LOGGED_BYTES) yield view.getUint32(at, true);
}
