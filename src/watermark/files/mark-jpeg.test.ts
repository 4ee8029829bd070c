import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { exifWithPreview, previewInside } from '../../../test/support/exif-preview.ts';
import { photo } from '../../../test/support/synthetic.ts';
import { image } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import { decodeJpeg } from '../../imaging/codecs/jpeg/decode.ts';
import type { Jpeg } from '../../imaging/codecs/jpeg/jpeg.types.ts';
import { readJpeg } from '../../imaging/codecs/jpeg/read.ts';
import { detectMarks } from '../detect.ts';
import type { LumaRows } from '../engine.types.ts';
import { prepareHost } from '../prepare-host.ts';
import { jpegLuma } from './jpeg-luma.ts';
import { markJpeg } from './mark-jpeg.ts';
import type { MarkedFile } from './marked-file.ts';
import { registrationThumb, THUMB_BYTES } from './thumb.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
const REQUEST = { keyFor: () => KEY, maxPixels: 1e8 };
const scene = photo('marking', 640, 432);
const raw = sharp(scene.data, { raw: { width: 640, height: 432, channels: 3 } });
const plane = ({ width, height, read }: LumaRows) => {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) read(y, data.subarray(y * width, (y + 1) * width));
  return image(width, height, 1, data);
};
const parsed = (bytes: Uint8Array): Jpeg => readJpeg(bytes, { maxPixels: 1e8 });
const hostOf = ({ embedding, chroma }: MarkedFile) => {
  const thumb = parsed(registrationThumb(embedding.canonical, chroma));
  return prepareHost({ design: embedding.design, luma: plane(jpegLuma(thumb)) });
};
const OTHER = KEY.map((byte) => byte ^ 85);
const found = (bytes: Uint8Array, host: ReturnType<typeof hostOf>) => detectMarks({ query: plane(jpegLuma(parsed(bytes))), host, keys: [{ key: KEY }, { key: OTHER }] }).keys;

const bytesOf = (words: Int16Array | undefined): Uint8Array => (words ? new Uint8Array(words.buffer, words.byteOffset, words.byteLength) : new Uint8Array(0));

let original: Uint8Array;
let marked: MarkedFile;
beforeAll(async () => {
  const preview = await raw.clone().resize(160, 108).jpeg({ quality: 90 }).toBuffer();
  original = withExif(new Uint8Array(await raw.clone().jpeg({ quality: 88, progressive: true }).withIccProfile('p3').withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').toBuffer()), preview);
  marked = markJpeg(original, REQUEST);
});

test('only luma coefficients change: chroma, tables and every segment but the preview stay', () => {
  const [before, after] = [parsed(original), parsed(marked.bytes)];

  expect(after.components[0]?.coefficients).not.toEqual(before.components[0]?.coefficients);
  for (const c of [1, 2]) expect(Buffer.compare(bytesOf(after.components[c]?.coefficients), bytesOf(before.components[c]?.coefficients))).toBe(0);
  expect(after.components.map(({ quantisation }) => quantisation)).toEqual(before.components.map(({ quantisation }) => quantisation));
  const kept = (jpeg: Jpeg) => jpeg.parts.filter((part) => part.kind === 'scan' || (part.marker !== 0xc4 && part.marker !== 0xe1)).map(({ bytes }) => Buffer.from(bytes).toString('hex'));
  expect(kept(after)).toEqual(kept(before));
});

test('the difference is that of the strength asked for', async () => {
  const [a, b] = [decodeJpeg(parsed(original)).data, decodeJpeg(parsed(marked.bytes)).data];

  const error = a.reduce((sum, v, i) => sum + (v - (b[i] ?? 0)) ** 2, 0) / a.length;

  expect(10 * Math.log10(255 ** 2 / error)).toBeGreaterThan(44.5);
});

test('IM-148 other decoders see the same picture; profile, orientation and XMP are kept', async () => {
  const before = await sharp(original).metadata();

  const after = await sharp(marked.bytes).metadata();

  expect(after).toMatchObject({ width: 640, height: 432, orientation: 6, isProgressive: true });
  expect(after.icc).toEqual(before.icc);
  expect(after.xmp).toEqual(before.xmp);
  expect(marked.orientation).toBe(6);
  expect(Buffer.compare(await sharp(marked.bytes).toColourspace('srgb').removeAlpha().raw().toBuffer(), await sharp(marked.bytes).raw().toBuffer())).toBe(0);
});

test('the preview inside Exif is of the marked picture, in the same place', () => {
  expect(marked.notes).toContain('exif-preview-replaced');
  const preview = parsed(exifPreview(marked.bytes));
  expect([preview.width, preview.height]).toEqual([160, 108]);
  expect(Buffer.from(marked.bytes).includes(Buffer.from(exifPreview(original)))).toBe(false);
});

test('the mark is found with the thumb of its registration; another key and the original itself show none', () => {
  const host = hostOf(marked);

  const [own, other] = found(marked.bytes, host);

  expect(own).toMatchObject({ marked: true });
  expect(own?.log10p).toBeLessThan(-12);
  expect(other).toMatchObject({ marked: false });
  expect(found(original, host)[0]).toMatchObject({ marked: false });
});

test('the same file, key and strength give the same bytes', () => {
  expect(Buffer.compare(markJpeg(original, REQUEST).bytes, marked.bytes)).toBe(0);
});

test('gray is marked in its one component', async () => {
  const bytes = new Uint8Array(await raw.clone().toColourspace('b-w').jpeg({ quality: 90 }).toBuffer());

  const file = markJpeg(bytes, REQUEST);

  const [a, b] = [decodeJpeg(parsed(bytes)).data, decodeJpeg(parsed(file.bytes)).data];
  const error = a.reduce((sum, v, i) => sum + (v - (b[i] ?? 0)) ** 2, 0) / a.length;
  expect(10 * Math.log10(255 ** 2 / error)).toBeCloseTo(45, 0);
  expect(file.chroma).toBeUndefined();
});

test('ink is marked in its plates and found in what they render', async () => {
  const file = markJpeg(new Uint8Array(await raw.clone().toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer()), REQUEST);

  expect(found(file.bytes, hostOf(file)).map(({ marked: told }) => told)).toEqual([true, false]);
});

test('what follows the end goes when it is another picture, and stays when it is not', async () => {
  const plain = new Uint8Array(await raw.clone().jpeg({ quality: 88 }).toBuffer());

  expect(markJpeg(Buffer.concat([plain, original]), REQUEST).notes).toContain('trailer-removed');
  const note = Buffer.from('a note of the camera');
  expect(Buffer.from(markJpeg(Buffer.concat([plain, note]), REQUEST).bytes).subarray(-note.length)).toEqual(note);
});

test('a manifest that covers the pixels is reported as invalid', async () => {
  const plain = new Uint8Array(await raw.clone().jpeg({ quality: 88 }).toBuffer());
  const jumbf = Buffer.from([0xff, 0xeb, 0, 12, 0x4a, 0x50, 0, 1, 0, 0, 0, 1, 0, 0]);

  expect(markJpeg(Buffer.concat([plain.subarray(0, 2), jumbf, plain.subarray(2)]), REQUEST).notes).toEqual(['c2pa-invalid']);
});

test.each<readonly [string, () => Promise<Uint8Array>, string]>([
  ['too small', async () => raw.clone().resize(120, 81).jpeg().toBuffer(), 'watermark/too-small'],
  ['flat', async () => sharp({ create: { width: 640, height: 480, channels: 3, background: '#888' } }).jpeg().toBuffer(), 'watermark/too-flat'],
  ['compressed beyond use', async () => raw.clone().jpeg({ quality: 3 }).toBuffer(), 'watermark/too-flat'],
  ['cut off', async () => original.subarray(0, original.length / 2), 'image/'],
])('an image that is %s is refused, with the figures', async (_, make, code) => {
  const bytes = new Uint8Array(await make());

  expect(() => markJpeg(bytes, REQUEST)).toThrow(expect.objectContaining({ code: expect.stringContaining(code) as string }));
});

test('the thumb fits, also of a picture of noise', () => {
  const random = seededRandom('noise');
  const noise = image(768, 512, 1, Float32Array.from({ length: 768 * 512 }, () => 64 + 128 * random.next()));

  expect(registrationThumb(noise, undefined).length).toBeLessThanOrEqual(THUMB_BYTES);
});

/** APP1 behind SOI. */
function withExif(bytes: Uint8Array, preview: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from('Exif\0\0'), exifWithPreview(preview)]);
  const marker = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return new Uint8Array(Buffer.concat([bytes.subarray(0, 2), marker, body, bytes.subarray(2)]));
}

function exifPreview(bytes: Uint8Array): Uint8Array {
  const exif = parsed(bytes).parts.find((part) => part.kind === 'segment' && Buffer.from(part.bytes.subarray(4, 8)).toString() === 'Exif');
  if (!exif) throw new Error('no Exif is left');
  return previewInside(exif.bytes.subarray(10));
}
