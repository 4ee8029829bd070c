/**
 * The objects of a PDF found without its cross-reference table, as ISO 32000-1 Annex C.2 advises readers of damaged files: by looking
 * for `N G obj`. Streams end at `endstream`; what is cut off is left out. Object streams are unpacked.
 */
import { inflateSync } from 'node:zlib';

export interface FoundObject {
  readonly number: number;
  /** Latin-1 text of the object without its stream. */
  readonly text: string;
  /** As stored, still filtered. */
  readonly stream?: Uint8Array;
}

export interface FoundObjects {
  /** By number; of several with one number the last that is whole, as updates are appended. In the order of the file. */
  readonly objects: ReadonlyMap<number, FoundObject>;
  /** Latin-1 texts of the trailers. */
  readonly trailers: readonly string[];
}

/** bytes of all object streams together, unpacked. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/** Cost: linear; a search for an `endstream` that is not there is done once. */
export function scanObjects(bytes: Uint8Array): FoundObjects {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const nextEnd = searcher(text, 'endstream');
  const nextStream = searcher(text, 'stream');
  const nextEndobj = searcher(text, 'endobj');
  const objects = new Map<number, FoundObject>();
  const keep = (object: FoundObject): void => {
    objects.delete(object.number); // its place in the order is that of the last
    objects.set(object.number, object);
  };
  const head = /(?<![0-9])([0-9]{1,9})[\0\t\n\f\r ]{1,4}[0-9]{1,5}[\0\t\n\f\r ]{1,4}obj(?![a-z])/g;
  let unpacked = 0;
  let next = head.exec(text);
  for (let match = next; match; match = next) {
    const number = Number(match[1]);
    const start = match.index + match[0].length;
    head.lastIndex = start;
    next = head.exec(text);
    const end = nextEndobj(start);
    const limit = Math.min(end === -1 ? text.length : end, next?.index ?? text.length);
    const stream = streamStart(text, start, limit, nextStream);
    if (stream === undefined) {
      if (limit === end) keep({ number, text: text.slice(start, end) });
      continue;
    }
    const dict = text.slice(start, stream.keyword);
    const stop = streamEnd(text, stream.data, dict, nextEnd);
    if (stop === undefined) continue;
    const object = { number, text: dict, stream: bytes.subarray(stream.data, stop) };
    keep(object);
    for (const inner of /\/Type\s*\/ObjStm\b/.test(dict) ? unpack(object, MAX_UNPACKED - unpacked) : []) {
      unpacked += inner.text.length;
      keep(inner);
    }
    head.lastIndex = stop;
    next = head.exec(text);
  }
  const trailers = [...text.matchAll(/trailer\s{0,8}<<([^]{0,4000}?)startxref/g)].map(([, body]) => body ?? '');
  const crossReferences = [...objects.values()].filter((object) => /\/Type\s*\/XRef\b/.test(object.text)).map((object) => object.text);
  return { objects, trailers: [...trailers, ...crossReferences] };
}

/** Next place of a word at or after a position that only grows; −1 when there is none. */
function searcher(text: string, word: string): (from: number) => number {
  let at = -2;
  return (from) => {
    if (at === -1 || at >= from) return at;
    at = text.indexOf(word, from);
    return at;
  };
}

/** Where the data of a stream begins, when `stream` stands between here and `limit` behind a dictionary that is closed. */
function streamStart(text: string, from: number, limit: number, nextStream: (from: number) => number): { readonly keyword: number; readonly data: number } | undefined {
  for (let keyword = nextStream(from); keyword !== -1 && keyword < limit; keyword = nextStream(keyword + 1)) {
    const eol = /^stream(\r\n|\n|\r| \r?\n)/.exec(text.slice(keyword, keyword + 10))?.[1];
    if (eol !== undefined && />>[\0\t\n\f\r ]*$/.test(text.slice(Math.max(from, keyword - 16), keyword))) return { keyword, data: keyword + 6 + eol.length };
  }
  return undefined;
}

/** By the length that is stated when `endstream` follows it, else at the next `endstream`; undefined: cut off. */
function streamEnd(text: string, data: number, dict: string, nextEnd: (from: number) => number): number | undefined {
  const stated = /\/Length\s+(\d{1,10})(?!\s+\d+\s+R)/.exec(dict)?.[1];
  if (stated !== undefined && /^[\0\t\n\f\r ]{0,3}endstream/.test(text.slice(data + Number(stated), data + Number(stated) + 12))) return data + Number(stated);
  const end = nextEnd(data);
  if (end === -1) return undefined;
  const line = text[end - 1] === '\n' ? (text[end - 2] === '\r' ? 2 : 1) : text[end - 1] === '\r' ? 1 : 0;
  return end - line;
}

/** The objects within an object stream (ISO 32000-1 §7.5.7); none when it does not unpack. */
function unpack({ text, stream }: FoundObject, maxBytes: number): FoundObject[] {
  const [count, first] = [/\/N\s+(\d{1,7})/, /\/First\s+(\d{1,9})/].map((entry) => Number(entry.exec(text)?.[1] ?? 0)) as [number, number];
  if (!stream || maxBytes <= 0 || !/\/FlateDecode\b/.test(text) || /\/Predictor\s+[2-9]/.test(text)) return [];
  let body: string;
  try {
    body = inflateSync(stream, { maxOutputLength: maxBytes }).toString('latin1');
  } catch {
    return [];
  }
  const header = body.slice(0, first).trim().split(/\s+/).map(Number).slice(0, 2 * count);
  const starts = Array.from({ length: header.length >> 1 }, (_, i) => ({ number: header[2 * i] ?? NaN, at: header[2 * i + 1] ?? NaN }));
  if (!starts.every(({ number, at }) => Number.isInteger(number) && Number.isInteger(at))) return [];
  return starts.map(({ number, at }, i) => ({ number, text: body.slice(first + at, first + (starts[i + 1]?.at ?? body.length)) }));
}
