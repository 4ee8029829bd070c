/** Decodes one block of a scan into quantised coefficients. Each returns whether its codes exist. Source: ITU-T T.81 §F.2.2, §G.2. */
import { peek16, type BitCursor } from './entropy-source.ts';
import { decodeLong, FAST_BITS, type HuffmanTable } from './huffman.ts';
import { ZIGZAG } from './jpeg.types.ts';

const SHIFT = 16 - FAST_BITS;

/** One scan's view of one component. */
export interface BlockTarget {
  readonly coefficients: Int16Array;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  /** DC of the block before. */
  predictor: number;
}

/** The band of a progressive scan. */
export interface Band {
  readonly start: number;
  readonly end: number;
  /** Low bit, Al. */
  readonly low: number;
}

/** The value of `size` bits that follow, EXTENDed as in figure F.12. */
function extended(bits: number, size: number): number {
  return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
}

export function decodeBaseline(cursor: BitCursor, target: BlockTarget, at: number): boolean {
  if (!decodeDc(cursor, target, at, 0)) return false;
  const { data } = cursor;
  const { coefficients, ac } = target;
  const { fast } = ac;
  let position = cursor.position;
  for (let k = 1; k < 64; k++) {
    const bits = peek16(data, position);
    const entry = fast[bits >>> SHIFT] || decodeLong(ac, bits);
    if (entry === 0) return false;
    position += entry >>> 8;
    const size = entry & 15;
    const run = (entry >>> 4) & 15;
    if (size === 0) {
      if (run !== 15) break;
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) return false;
    coefficients[at + (ZIGZAG[k] ?? 0)] = extended(peek16(data, position) >>> (16 - size), size);
    position += size;
  }
  cursor.position = position;
  return true;
}

/** First scan of DC, or the DC of a baseline block with `low` 0. */
export function decodeDc(cursor: BitCursor, target: BlockTarget, at: number, low: number): boolean {
  const bits = peek16(cursor.data, cursor.position);
  const entry = target.dc.fast[bits >>> SHIFT] || decodeLong(target.dc, bits);
  if (entry === 0) return false;
  const size = entry & 255;
  cursor.position += entry >>> 8;
  if (size > 0) target.predictor += extended(peek16(cursor.data, cursor.position) >>> (16 - size), size);
  cursor.position += size;
  target.coefficients[at] = target.predictor << low;
  return true;
}

export function refineDc(cursor: BitCursor, { coefficients }: BlockTarget, at: number, low: number): boolean {
  if (peek16(cursor.data, cursor.position++) >>> 15) coefficients[at] = (coefficients[at] ?? 0) | (1 << low);
  return true;
}

export function decodeAc(cursor: BitCursor, { coefficients, ac }: BlockTarget, at: number, { start, end, low }: Band): boolean {
  if (cursor.run > 0) {
    cursor.run--;
    return true;
  }
  const { data } = cursor;
  let position = cursor.position;
  for (let k = start; k <= end; k++) {
    const bits = peek16(data, position);
    const entry = ac.fast[bits >>> SHIFT] || decodeLong(ac, bits);
    if (entry === 0) return false;
    position += entry >>> 8;
    const size = entry & 15;
    const run = (entry >>> 4) & 15;
    if (size === 0) {
      if (run === 15) {
        k += 15;
        continue;
      }
      cursor.run = (1 << run) - 1;
      if (run > 0) cursor.run += peek16(data, position) >>> (16 - run);
      position += run;
      break;
    }
    k += run;
    if (k > end) return false;
    coefficients[at + (ZIGZAG[k] ?? 0)] = extended(peek16(data, position) >>> (16 - size), size) << low;
    position += size;
  }
  cursor.position = position;
  return true;
}

/** Figures G.7–G.10: a correction bit for each coefficient that is there, new ones of magnitude 1 between them. */
export function refineAc(cursor: BitCursor, { coefficients, ac }: BlockTarget, at: number, { start, end, low }: Band): boolean {
  const { data } = cursor;
  let k = start;
  if (cursor.run === 0) {
    for (; k <= end; k++) {
      const bits = peek16(data, cursor.position);
      const entry = ac.fast[bits >>> SHIFT] || decodeLong(ac, bits);
      if (entry === 0) return false;
      cursor.position += entry >>> 8;
      let run = (entry >>> 4) & 15;
      let value = 0;
      if ((entry & 15) !== 0) {
        if ((entry & 15) !== 1) return false;
        value = peek16(data, cursor.position++) >>> 15 ? 1 << low : -1 << low;
      } else if (run !== 15) {
        cursor.run = 1 << run;
        if (run > 0) cursor.run += peek16(data, cursor.position) >>> (16 - run);
        cursor.position += run;
        break;
      }
      for (; k <= end; k++) {
        const index = at + (ZIGZAG[k] ?? 0);
        if (coefficients[index] !== 0) correct(cursor, coefficients, index, low);
        else if (run-- === 0) break;
      }
      if (value !== 0) {
        if (k > end) return false;
        coefficients[at + (ZIGZAG[k] ?? 0)] = value;
      }
    }
  }
  if (cursor.run > 0) {
    for (; k <= end; k++) {
      const index = at + (ZIGZAG[k] ?? 0);
      if (coefficients[index] !== 0) correct(cursor, coefficients, index, low);
    }
    cursor.run--;
  }
  return true;
}

function correct(cursor: BitCursor, coefficients: Int16Array, index: number, low: number): void {
  if (peek16(cursor.data, cursor.position++) >>> 15 === 0) return;
  const value = coefficients[index] ?? 0;
  if ((Math.abs(value) >> low) & 1) return; // damaged data could set a bit twice
  coefficients[index] = value + (value > 0 ? 1 << low : -1 << low);
}
