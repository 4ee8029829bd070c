import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SegmentPart } from '../../imaging/codecs/jpeg/jpeg.types.ts';
import { withoutItxtPreviews, withoutJpegXmpPreviews, withoutXmpPreviews } from './xmp-preview.ts';

const PICTURE = Buffer.concat([Buffer.from([255, 216, 255, 225]), Buffer.alloc(900, 3)]).toString('base64');
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1');
const md5 = (bytes: string): string => createHash('md5').update(bytes, 'latin1').digest('hex').toUpperCase();

function segment(head: string, ...rest: readonly Buffer[]): SegmentPart {
  const body = Buffer.concat([Buffer.from(head, 'latin1'), ...rest]);
  const bytes = Buffer.concat([Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
  return { kind: 'segment', marker: 0xe1, bytes };
}

test('a packet in pieces, in any order: the picture that lies across them goes, and the digest is that of what is left', () => {
  const whole = `<GImage:Data>${PICTURE}</GImage:Data><kept/>`;
  const digest = md5(whole);
  const uint = (value: number): Buffer => {
    const out = Buffer.alloc(4);
    out.writeUInt32BE(value);
    return out;
  };
  const piece = (from: number, to: number) => segment('http://ns.adobe.com/xmp/extension/\0', Buffer.from(digest), uint(whole.length), uint(from), Buffer.from(whole.slice(from, to)));
  const first = segment('http://ns.adobe.com/xap/1.0/\0', Buffer.from(`<x xmpNote:HasExtendedXMP="${digest}"/>`));
  const other = segment('Exif\0\0', Buffer.from(PICTURE));
  const notes = new Set<string>();

  const parts = withoutJpegXmpPreviews([first, piece(500, whole.length), piece(0, 500), other], notes);

  const clean = `<GImage:Data>${' '.repeat(PICTURE.length)}</GImage:Data><kept/>`;
  const after = parts.map((part) => text(part.kind === 'segment' ? part.bytes : undefined));
  expect(after[0]).toBe(text(first.bytes).replace(digest, md5(clean)));
  expect([after[2], after[1]].map((one) => one?.slice(39 + 40)).join('')).toBe(clean);
  expect(after[1]?.slice(39, 71)).toBe(md5(clean));
  expect(parts[3]).toBe(other);
  expect([...notes]).toEqual(['previews-removed']);
});

test('what holds no picture stays as it is', () => {
  const notes = new Set<string>();
  const packet = segment('http://ns.adobe.com/xap/1.0/\0', Buffer.from('<x>/9j/ is how base64 of a JPEG begins</x>'));

  expect(withoutXmpPreviews(Buffer.from('<x/>'), notes)).toBeUndefined();
  expect(withoutJpegXmpPreviews([packet], notes)[0]).toBe(packet);
  const broken = Buffer.from('XML:com.adobe.xmp\0\u0001\0\0\0no deflate', 'latin1');
  expect(withoutItxtPreviews(broken, notes)).toBe(broken);
  expect(notes.size).toBe(0);
});
