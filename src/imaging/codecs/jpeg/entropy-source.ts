/** The entropy-coded bytes of one scan, freed of stuffing and cut at restart markers. Source: ITU-T T.81 §B.1.1.5, §F.1.2.3. */

/** byte of zeros behind the data: more than a block of the longest codes takes, so that a block may be read without looking where the data ends. */
const MARGIN = 512;

export interface EntropyData {
  /** Without stuffed zeros, with a margin of zeros behind. */
  readonly data: Uint8Array;
  /** Where each restart interval begins, in bytes; then the end. */
  readonly bounds: readonly number[];
  /** Offset in the file of the marker that ended it; the length of the file where there is none. */
  readonly end: number;
}

export function entropyData(bytes: Uint8Array, from: number): EntropyData {
  const end = entropyEnd(bytes, from);
  const data = new Uint8Array(end - from + MARGIN);
  const bounds = [0];
  let size = 0;
  for (let at = from; at < end;) {
    const mark = bytes.indexOf(0xff, at);
    const stop = mark < 0 || mark >= end ? end : mark;
    data.set(bytes.subarray(at, stop), size);
    size += stop - at;
    if (stop === end) break;
    const next = bytes[stop + 1] ?? 0;
    at = stop + 2;
    if (next === 0) data[size++] = 0xff;
    else if (next === 0xff) at = stop + 1; // fill byte
    else bounds.push(size); // RSTn
  }
  return { data, bounds: [...bounds, size], end };
}

/** First marker that is neither a stuffed byte, a fill byte nor RSTn. */
function entropyEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const next = bytes[at + 1] ?? 0;
    if (next === 0xff) at += 1;
    else if (next === 0 || (next >= 0xd0 && next <= 0xd7)) at += 2;
    else return at;
  }
  return bytes.length;
}

/** Where the next bit is read. */
export interface BitCursor {
  readonly data: Uint8Array;
  /** bit from the start of the data. */
  position: number;
  /** Blocks still to come of a run without new coefficients (EOBRUN). */
  run: number;
}

/** The next 16 bits. */
export function peek16(data: Uint8Array, position: number): number {
  const at = position >>> 3;
  return ((((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)) >>> (8 - (position & 7))) & 0xffff;
}
