/** A small part of CBOR in its one deterministic form: integers, byte and text strings, arrays, maps with integer keys. Source: RFC 8949 §3, §4.2.1. */
import { InputError } from '../../core/errors.ts';

export type Cbor = number | string | Uint8Array | readonly Cbor[] | CborMap;
export type CborMap = ReadonlyMap<number, Cbor>;

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5 } as const;
/** Nested arrays and maps; ours have two. */
const MAX_DEPTH = 8;

/** @throws {RangeError} a number is not a safe integer. */
export function encodeCbor(value: Cbor): Uint8Array {
  const chunks: Uint8Array[] = [];
  put(value, chunks);
  return Buffer.concat(chunks);
}

function put(value: Cbor, out: Uint8Array[]): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`cbor: expected a whole number, got ${value}`);
    out.push(value >= 0 ? head(MAJOR.unsigned, value) : head(MAJOR.negative, -1 - value));
  } else if (typeof value === 'string') {
    const text = new TextEncoder().encode(value);
    out.push(head(MAJOR.text, text.length), text);
  } else if (value instanceof Uint8Array) out.push(head(MAJOR.bytes, value.length), value);
  else if (value instanceof Map) putMap(value, out);
  else {
    const items = value as readonly Cbor[];
    out.push(head(MAJOR.array, items.length));
    for (const item of items) put(item, out);
  }
}

function putMap(map: CborMap, out: Uint8Array[]): void {
  const entries = [...map].map(([key, value]) => ({ key: encodeCbor(key), value })).sort((a, b) => Buffer.compare(a.key, b.key));
  out.push(head(MAJOR.map, entries.length));
  for (const { key, value } of entries) {
    out.push(key);
    put(value, out);
  }
}

/** The shortest head. */
function head(major: number, n: number): Uint8Array {
  const type = major << 5;
  if (n < 24) return Uint8Array.of(type | n);
  if (n < 0x100) return Uint8Array.of(type | 24, n);
  if (n < 0x10000) return Uint8Array.of(type | 25, n >> 8, n & 255);
  const bytes = new Uint8Array(n < 0x100000000 ? 5 : 9);
  const view = new DataView(bytes.buffer);
  bytes[0] = type | (bytes.length === 5 ? 26 : 27);
  if (bytes.length === 5) view.setUint32(1, n);
  else view.setBigUint64(1, BigInt(n));
  return bytes;
}

/** Reads exactly one value; any other than its deterministic form is refused. @throws {InputError} `registration/invalid`. */
export function decodeCbor(bytes: Uint8Array): Cbor {
  const source = { bytes, at: 0 };
  const value = take(source, 0);
  if (source.at !== bytes.length) throw invalid();
  return value;
}

interface Source {
  readonly bytes: Uint8Array;
  at: number;
}

function take(source: Source, depth: number): Cbor {
  if (depth > MAX_DEPTH) throw invalid();
  const { major, n } = takeHead(source);
  switch (major) {
    case MAJOR.unsigned: return n;
    case MAJOR.negative: return -1 - n;
    case MAJOR.bytes: return takeBytes(source, n);
    case MAJOR.text: return takeText(source, n);
    case MAJOR.array: return takeArray(source, n, depth);
    case MAJOR.map: return takeMap(source, n, depth);
    default: throw invalid();
  }
}

function takeHead(source: Source): { readonly major: number; readonly n: number } {
  const first = source.bytes[source.at++];
  if (first === undefined) throw invalid();
  const [major, info] = [first >> 5, first & 31];
  if (info < 24) return { major, n: info };
  const width = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
  if (width === undefined) throw invalid(); // indefinite lengths and what is reserved
  const digits = takeBytes(source, width);
  const n = digits.reduce((sum, digit) => sum * 256 + digit, 0);
  const least = { 1: 24, 2: 0x100, 4: 0x10000, 8: 0x100000000 }[width] ?? 0;
  if (n < least || !Number.isSafeInteger(n)) throw invalid();
  return { major, n };
}

function takeBytes(source: Source, length: number): Uint8Array {
  if (length > source.bytes.length - source.at) throw invalid();
  source.at += length;
  return new Uint8Array(source.bytes.subarray(source.at - length, source.at)); // a Buffer would hand out a view of the file
}

function takeText(source: Source, length: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(takeBytes(source, length));
  } catch (error) {
    throw error instanceof InputError ? error : invalid();
  }
}

function takeArray(source: Source, length: number, depth: number): readonly Cbor[] {
  if (length > source.bytes.length - source.at) throw invalid(); // each item takes a byte at least
  return Array.from({ length }, () => take(source, depth + 1));
}

function takeMap(source: Source, length: number, depth: number): CborMap {
  if (2 * length > source.bytes.length - source.at) throw invalid();
  const map = new Map<number, Cbor>();
  let last: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < length; i++) {
    const start = source.at;
    const key = take(source, depth + 1);
    const own = source.bytes.subarray(start, source.at);
    if (typeof key !== 'number' || (i > 0 && Buffer.compare(last, own) >= 0)) throw invalid();
    map.set(key, take(source, depth + 1));
    last = own;
  }
  return map;
}

/** One text for every way in which a registration is wrong: it tells nothing to whoever tries keys and paddings. */
export function invalid(): InputError {
  return new InputError('registration/invalid', 'this is no registration file for this server');
}
