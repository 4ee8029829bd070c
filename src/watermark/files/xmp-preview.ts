/** Pictures inside XMP: thumbnails (`xmpGImg:image`) and the untouched originals of depth and motion photos (`GImage:Data`). Sources: XMP Specification Part 2, §1.2.2.3; Part 3, §1.1.3 (packets in JPEG, the longer ones in pieces). */
import { createHash } from 'node:crypto';
import { inflateSync, deflateSync } from 'node:zlib';
import { startsWith } from '../../imaging/codecs/jpeg/colour.ts';
import type { JpegPart, SegmentPart } from '../../imaging/codecs/jpeg/jpeg.types.ts';

/** How the base64 of a JPEG and of a PNG begins. */
const BEGINNINGS = ['/9j/', 'iVBORw0KGgo'];
/** Base64, and the line breaks that XML writers put into it: characters, or references as `&#xA;`. */
const BASE64 = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n&#;'));
/** Shorter than any picture. */
const LEAST = 64;
const PACKET = 'http://ns.adobe.com/xap/1.0/\0';
const PIECE = 'http://ns.adobe.com/xmp/extension/\0';
/** In a segment with marker and length: the MD5 of the whole as 32 hexadecimal digits, its length, the offset of this piece, the piece. */
const DIGEST_AT = 4 + PIECE.length;
const OFFSET_AT = DIGEST_AT + 36;
const PIECE_AT = DIGEST_AT + 40;
/** Bytes that a compressed packet may have when it is unpacked. */
const MOST_UNPACKED = 64 * 2 ** 20;

/** The XMP with blanks in place of every picture, as long as before; `undefined` where it holds none. */
export function withoutXmpPreviews(xmp: Uint8Array, notes: Set<string>): Uint8Array | undefined {
  const text = Buffer.from(xmp.buffer, xmp.byteOffset, xmp.length);
  let out: Uint8Array | undefined;
  for (const beginning of BEGINNINGS) {
    for (let from = text.indexOf(beginning); from !== -1;) {
      let to = from;
      while (to < xmp.length && BASE64.has(xmp[to] ?? 0)) to++;
      if (to - from >= LEAST) (out ??= xmp.slice()).fill(0x20, from, to);
      from = text.indexOf(beginning, to);
    }
  }
  if (out) notes.add('previews-removed');
  return out;
}

/** The parts of a JPEG, the pictures inside its XMP blanked; all lengths stay, and the digest of a packet in pieces is true again. */
export function withoutJpegXmpPreviews(parts: readonly JpegPart[], notes: Set<string>): readonly JpegPart[] {
  const pieces = parts.filter((part): part is SegmentPart => part.kind === 'segment' && part.marker === 0xe1 && startsWith(part.bytes, PIECE) && part.bytes.length >= PIECE_AT);
  const fresh = new Map<JpegPart, Uint8Array>();
  const renamed = new Map<string, string>();
  for (const [digest, mine] of Map.groupBy(pieces, digestOf)) {
    const ordered = mine.toSorted((a, b) => offsetOf(a) - offsetOf(b));
    const whole = Buffer.concat(ordered.map(({ bytes }) => bytes.subarray(PIECE_AT)));
    const clean = withoutXmpPreviews(whole, notes);
    if (!clean) continue;
    const now = createHash('md5').update(clean).digest('hex').toUpperCase();
    renamed.set(digest, now);
    let at = 0;
    for (const part of ordered) {
      const length = part.bytes.length - PIECE_AT;
      fresh.set(part, Buffer.concat([part.bytes.subarray(0, DIGEST_AT), Buffer.from(now), part.bytes.subarray(DIGEST_AT + 32, PIECE_AT), clean.subarray(at, at + length)]));
      at += length;
    }
  }
  return parts.map((part) => {
    if (part.kind !== 'segment') return part;
    const bytes = fresh.get(part) ?? (part.marker === 0xe1 && startsWith(part.bytes, PACKET) ? packet(part.bytes, renamed, notes) : part.bytes);
    return bytes === part.bytes ? part : { ...part, bytes };
  });
}

/** The first packet, which names the digest of the rest (`xmpNote:HasExtendedXMP`). */
function packet(bytes: Uint8Array, renamed: ReadonlyMap<string, string>, notes: Set<string>): Uint8Array {
  const head = 4 + PACKET.length;
  const old = bytes.subarray(head);
  let xmp = withoutXmpPreviews(old, notes) ?? old;
  for (const [before, now] of renamed) {
    const text = Buffer.from(xmp.buffer, xmp.byteOffset, xmp.length).toString('latin1');
    if (text.includes(before)) xmp = Buffer.from(text.replaceAll(before, now), 'latin1');
  }
  return xmp === old ? bytes : Buffer.concat([bytes.subarray(0, head), xmp]);
}

/** The data of an `iTXt` chunk of a PNG, where it holds XMP with pictures; else the same array. Source: PNG specification §11.3.3.4. */
export function withoutItxtPreviews(data: Uint8Array, notes: Set<string>): Uint8Array {
  const text = Buffer.from(data.buffer, data.byteOffset, data.length);
  if (!text.toString('latin1', 0, 18).startsWith('XML:com.adobe.xmp\0')) return data;
  const start = text.indexOf(0, text.indexOf(0, 20) + 1) + 1; // behind language and translated keyword
  if (start < 20) return data;
  const packed = data[18] === 1;
  try {
    const clean = withoutXmpPreviews(packed ? inflateSync(data.subarray(start), { maxOutputLength: MOST_UNPACKED }) : data.subarray(start), notes);
    return clean ? Buffer.concat([data.subarray(0, start), packed ? deflateSync(clean) : clean]) : data;
  } catch {
    return data; // what nobody can unpack gives nothing away
  }
}

const digestOf = ({ bytes }: SegmentPart): string => Buffer.from(bytes.subarray(DIGEST_AT, DIGEST_AT + 32)).toString('latin1');
const offsetOf = ({ bytes }: SegmentPart): number => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(OFFSET_AT);
