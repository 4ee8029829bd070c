/** Huffman tables: read from DHT, derived for decoding and encoding, and made optimal for given counts. Source: ITU-T T.81 §B.2.4.2, annexes C, F, K.2. */
import { InputError } from '../../../core/errors.ts';

/** bit of the code looked up at once. */
export const FAST_BITS = 10;

export interface HuffmanTable {
  /** Codes of each length, 1 to 16 bit. */
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
  /** By the next 10 bits: length × 256 + symbol; 0 where the code is longer. */
  readonly fast: Uint16Array;
  /** By length: the largest code, −1 where there is none. Index 17 stops the search. */
  readonly maxCode: Int32Array;
  /** By length: what to add to a code for its place among the symbols. */
  readonly offset: Int32Array;
  /** By symbol: its code, and its length or 0. */
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

export interface HuffmanDefinition {
  readonly kind: 'dc' | 'ac';
  readonly slot: number;
  readonly table: HuffmanTable;
}

/** The tables of one DHT segment. @param bytes with marker and length. @throws {InputError} `image/corrupt`. */
export function readHuffmanTables(bytes: Uint8Array): readonly HuffmanDefinition[] {
  const found: HuffmanDefinition[] = [];
  for (let at = 4; at < bytes.length;) {
    const info = bytes[at] ?? 0;
    const counts = bytes.slice(at + 1, at + 17);
    const total = counts.reduce((sum, n) => sum + n, 0);
    const symbols = bytes.slice(at + 17, at + 17 + total);
    if (counts.length < 16 || symbols.length < total || total > 256 || info >> 4 > 1 || (info & 15) > 3) throw damaged();
    const kind = info >> 4 === 0 ? 'dc' : 'ac';
    if (kind === 'dc' && symbols.some((symbol) => symbol > 15)) throw damaged();
    found.push({ kind, slot: info & 15, table: huffmanTable(counts, symbols) });
    at += 17 + total;
  }
  return found;
}

/** @param counts 16 numbers. @param symbols in order of their codes. @throws {InputError} `image/corrupt` — more codes than bits can tell apart. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const fast = new Uint16Array(1 << FAST_BITS);
  const maxCode = new Int32Array(18).fill(-1);
  maxCode[17] = 0x7fffffff;
  const offset = new Int32Array(18);
  const codes = new Uint16Array(256);
  const lengths = new Uint8Array(256);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= 16; length++, code <<= 1) {
    offset[length] = place - code;
    const count = counts[length - 1] ?? 0;
    if (count > 0 && code + count > 1 << length) throw damaged();
    for (let i = 0; i < count; i++, code++, place++) {
      const symbol = symbols[place] ?? 0;
      codes[symbol] = code;
      lengths[symbol] = length;
      if (length <= FAST_BITS) {
        const start = code << (FAST_BITS - length);
        fast.fill((length << 8) | symbol, start, start + (1 << (FAST_BITS - length)));
      }
    }
    if (count > 0) maxCode[length] = code - 1;
  }
  return { counts, symbols, fast, maxCode, offset, codes, lengths };
}

/**
 * Decodes a code longer than the fast ones.
 *
 * @param bits the next 16 bits.
 * @returns length × 256 + symbol; 0 where no code begins so.
 */
export function decodeLong(table: HuffmanTable, bits: number): number {
  for (let length = FAST_BITS + 1; length <= 16; length++) {
    const code = bits >>> (16 - length);
    if (code <= (table.maxCode[length] ?? -1)) return (length << 8) | (table.symbols[code + (table.offset[length] ?? 0)] ?? 0);
  }
  return 0;
}

/** The shortest table for symbols used so often, no code longer than 16 bits and none of ones only. Source: ITU-T T.81 §K.2. @param frequencies 256 counts. */
export function optimalTable(frequencies: Uint32Array): HuffmanTable {
  const lengthOf = codeLengths(frequencies);
  const counts = new Uint32Array(64);
  for (const length of lengthOf) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  limitLengths(counts);
  const symbols: number[] = [];
  for (let length = 1; length < 64; length++) {
    for (let symbol = 0; symbol < 256; symbol++) if (lengthOf[symbol] === length) symbols.push(symbol);
  }
  return huffmanTable(Uint8Array.from(counts.subarray(1, 17)), Uint8Array.from(symbols));
}

/** Code length of each symbol; entry 256 is the reserved one that keeps the code of ones only free. */
function codeLengths(frequencies: Uint32Array): Uint8Array {
  const weight = new Float64Array(257);
  weight.set(frequencies);
  weight[256] = 1;
  const length = new Uint8Array(257);
  const next = new Int32Array(257).fill(-1);
  for (;;) {
    const [a, b] = twoLeast(weight);
    if (b < 0) return length;
    weight[a] = (weight[a] ?? 0) + (weight[b] ?? 0);
    weight[b] = 0;
    let last = a;
    for (let at = a; at >= 0; last = at, at = next[at] ?? -1) length[at] = (length[at] ?? 0) + 1;
    next[last] = b;
    for (let at = b; at >= 0; at = next[at] ?? -1) length[at] = (length[at] ?? 0) + 1;
  }
}

/** Indices of the least and the second least weight above 0; of equals the higher index. −1 = none. */
function twoLeast(weight: Float64Array): readonly [number, number] {
  let a = -1;
  let b = -1;
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i] ?? 0;
    if (w === 0) continue;
    if (a < 0 || w <= (weight[a] ?? 0)) [a, b] = [i, a];
    else if (b < 0 || w <= (weight[b] ?? 0)) b = i;
  }
  return [a, b];
}

/** Figure K.3; then the reserved code is taken out of the longest. */
function limitLengths(counts: Uint32Array): void {
  const at = (i: number): number => counts[i] ?? 0;
  for (let i = 63; i > 16; i--) {
    while (at(i) > 0) {
      let j = i - 2;
      while (at(j) === 0) j--;
      counts[i] = at(i) - 2;
      counts[i - 1] = at(i - 1) + 1;
      counts[j + 1] = at(j + 1) + 2;
      counts[j] = at(j) - 1;
    }
  }
  let longest = 16;
  while (longest > 0 && at(longest) === 0) longest--;
  counts[longest] = at(longest) - 1;
}

/** A DHT segment, with marker and length. */
export function writeHuffmanTables(definitions: readonly HuffmanDefinition[]): Uint8Array {
  const size = definitions.reduce((sum, { table }) => sum + 17 + table.symbols.length, 2);
  const bytes = new Uint8Array(size + 2);
  bytes.set([0xff, 0xc4, size >> 8, size & 255]);
  let at = 4;
  for (const { kind, slot, table } of definitions) {
    bytes[at] = (kind === 'ac' ? 16 : 0) | slot;
    bytes.set(table.counts, at + 1);
    bytes.set(table.symbols, at + 17);
    at += 17 + table.symbols.length;
  }
  return bytes;
}

function damaged(): InputError {
  return new InputError('image/corrupt', 'the JPEG has a damaged Huffman table');
}
