import exifr from 'exifr';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { exifWithPreview, previewInside } from '../../../test/support/exif-preview.ts';
import { photo } from '../../../test/support/synthetic.ts';
import { image } from '../../core/image.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { decodeSamples, type Samples, type Stored } from '../../imaging/codecs/decode-samples.ts';
import { encodeSamples } from '../../imaging/codecs/encode-samples.ts';
import { readPngChunks, writePngChunks } from '../../imaging/codecs/png/chunks.ts';
import { readTiff } from '../../imaging/codecs/tiff/directory.ts';
import { writeTiff } from '../../imaging/codecs/tiff/write.ts';
import { readWebpChunks, writeWebpChunks } from '../../imaging/codecs/webp/chunks.ts';
import { resizeLuma } from '../../imaging/resample.ts';
import { prepareHost } from '../prepare-host.ts';
import { residualOf } from '../residual.ts';
import { scoreKeys } from '../score-keys.ts';
import { lumaPlane } from './luma-plane.ts';
import { markRaster, type RasterFormat } from './mark-raster.ts';
import type { MarkedFile } from './marked-file.ts';
import { rgbLuma } from './rgb-luma.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
const OTHER = KEY.map((byte) => byte ^ 85);
const [WIDTH, HEIGHT] = [480, 352];
const REQUEST = { keyFor: () => KEY, maxPixels: 1e6 };
const scene = photo('raster', WIDTH, HEIGHT);
const ICC = Buffer.from('a profile');
const XMP = Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');

/** The scene with so many channels; alpha is nothing in the first tenth of the rows, half in the next. */
function stored(channels: number, wide = false): Stored {
  const data = wide ? new Uint16Array(WIDTH * HEIGHT * channels) : new Uint8Array(WIDTH * HEIGHT * channels);
  const scale = wide ? 257 : 1;
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const y = Math.floor(i / WIDTH);
    for (let c = 0; c < channels; c++) {
      const isAlpha = channels % 2 === 0 && c === channels - 1;
      data[i * channels + c] = scale * (isAlpha ? (y < HEIGHT / 10 ? 0 : y < HEIGHT / 5 ? 128 : 255) : (scene.data[3 * i + c] ?? 0));
    }
  }
  return image(WIDTH, HEIGHT, channels, data);
}

const ink = (): Samples => {
  const { data } = stored(4);
  for (let i = 0; i < WIDTH * HEIGHT; i++) data.set([0, 1, 2].map((c) => 255 - (scene.data[3 * i + c] ?? 0)).concat(i % 40), 4 * i);
  return { image: image(WIDTH, HEIGHT, 4, data), ink: true };
};
const tiffOf = (samples: Samples, packed: boolean, little = true): Uint8Array => writeTiff(samples, { little, packed, entries: [{ tag: 34675, type: 7, count: ICC.length, value: ICC }, { tag: 700, type: 1, count: XMP.length, value: XMP }] });
const plain = (channels: number, wide = false): Samples => ({ image: stored(channels, wide), ink: false });

const FILES: readonly (readonly [string, RasterFormat, () => Promise<Uint8Array> | Uint8Array])[] = [
  ['PNG, RGB of 8 bit', 'png', () => encodeSamples(plain(3), 'png')],
  ['PNG, grey of 16 bit with alpha', 'png', () => encodeSamples(plain(2, true), 'png')],
  ['PNG, RGB and alpha', 'png', () => encodeSamples(plain(4), 'png')],
  ['PNG, palette', 'png', () => sharp(scene.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).png({ palette: true, colours: 200 }).toBuffer()],
  ['WebP, lossy', 'webp', () => sharp(scene.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).webp({ quality: 85 }).toBuffer()],
  ['WebP, lossless with alpha', 'webp', () => encodeSamples(plain(4), 'webp-lossless')],
  ['TIFF, RGB of 8 bit, LZW', 'tiff', () => sharp(scene.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).tiff({ compression: 'lzw', tile: true, tileWidth: 128, tileHeight: 128 }).toBuffer()],
  ['TIFF, RGB of 16 bit, big-endian', 'tiff', () => tiffOf(plain(3, true), true, false)],
  ['TIFF, grey of 8 bit, not packed', 'tiff', () => tiffOf(plain(1), false)],
  ['TIFF, CMYK', 'tiff', () => tiffOf(ink(), true)],
];

/** In each query, laid over the original exactly. */
async function findMark({ embedding: { canonical, design } }: MarkedFile, queries: readonly Uint8Array[], format: RasterFormat): Promise<readonly (readonly boolean[])[]> {
  const host = prepareHost({ design, luma: canonical });
  return Promise.all(queries.map(async (bytes) => {
    const { image: shown } = await decodeImage(bytes, format, { maxPixels: 1e6 });
    const query = resizeLuma(lumaPlane(rgbLuma(shown)), design.columns, design.rows);
    const residual = residualOf(host, query.data, new Uint8Array(query.data.length).fill(1));
    return scoreKeys([residual], [{ key: KEY }, { key: OTHER }], { grid: host.grid, maxPayload: 0, log10Threshold: -9 }).keys.map(({ marked }) => marked);
  }));
}

test.each(FILES)('%s: the mark is found as a stranger decodes it, alpha and depth stay, two runs give the same bytes', async (name, format, make) => {
  const bytes = new Uint8Array(await make());
  const before = await decodeSamples(bytes, format, 1e6);

  const file = await markRaster(bytes, format, REQUEST);

  const after = await decodeSamples(file.bytes, format, 1e6);
  expect(file.mime).toBe(`image/${format}`);
  expect({ ...after.image, data: after.image.data.constructor }).toEqual({ ...before.image, data: before.image.data.constructor });
  if (!before.ink && before.image.channels % 2 === 0) {
    const last = before.image.channels - 1;
    const untouched = (samples: Samples) => samples.image.data.filter((_, i) => i % (last + 1) === last || i < (HEIGHT / 10 - 1) * WIDTH * (last + 1));
    expect(Buffer.compare(Buffer.from(untouched(after)), Buffer.from(untouched(before)))).toBe(0);
  }
  expect(await findMark(file, [file.bytes, bytes], format)).toEqual([[true, false], [false, false]]);
  if (/8 bit|lossy|CMYK/.test(name)) expect(Buffer.compare((await markRaster(bytes, format, REQUEST)).bytes, file.bytes)).toBe(0);
  if (!/lossy|CMYK|alpha/.test(name)) {
    const scale = before.image.data instanceof Uint16Array ? 257 : 1;
    const error = Array.from(before.image.data).reduce((sum, v, i) => sum + (v - (after.image.data[i] ?? 0)) ** 2, 0) / before.image.data.length / scale ** 2;
    expect(10 * Math.log10(255 ** 2 / error)).toBeCloseTo(45, 0);
  }
});

test('IM-148 PNG: profile, texts, Exif and what hangs on no pixel are kept, the Exif preview is of the marked picture, an editor’s layers go', async () => {
  const preview = await sharp(scene.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).resize(120, 88).jpeg({ quality: 90 }).toBuffer();
  const [head, ...rest] = readPngChunks(await encodeSamples(plain(3), 'png')).filter(({ type }) => type.startsWith('I'));
  if (!head) throw new Error('no chunk was written');
  const kept = [{ type: 'iCCP', data: Buffer.from('p\0\0xyz') }, { type: 'tEXt', data: Buffer.from('Author\0me') }, { type: 'sBIT', data: Buffer.from([8, 8, 8]) }, { type: 'abCd', data: Buffer.from('own') }];
  const bytes = writePngChunks([head, ...kept, { type: 'eXIf', data: exifWithPreview(preview) }, { type: 'prVW', data: Buffer.from('layers') }, ...rest]);

  const file = await markRaster(bytes, 'png', REQUEST);

  const chunks = readPngChunks(file.bytes);
  expect(chunks.filter(({ type }) => type !== 'IDAT').map(({ type }) => type)).toEqual(['IHDR', 'iCCP', 'tEXt', 'sBIT', 'abCd', 'eXIf', 'IEND']);
  for (const { type, data } of kept) expect(Buffer.from(chunks.find((chunk) => chunk.type === type)?.data ?? [])).toEqual(data);
  const own = previewInside(chunks.find(({ type }) => type === 'eXIf')?.data ?? new Uint8Array(0));
  expect(await sharp(own).metadata()).toMatchObject({ width: 120, height: 88 });
  expect(Buffer.from(file.bytes).includes(preview)).toBe(false);
  expect(file).toMatchObject({ orientation: 6, notes: ['exif-preview-replaced', 'previews-removed'] });
});

test('a picture inside XMP goes, whatever the file: it is an unmarked copy', async () => {
  const base64 = Buffer.concat([Buffer.from([255, 216, 255, 224]), Buffer.alloc(300, 7)]).toString('base64').replaceAll(/.{76}/g, '$&&#xA;');
  const xmp = (image: string) => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li xmpGImg:format="JPEG" xmpGImg:image="${image}"/><dc:title>kept</dc:title></x:xmpmeta>`;
  const [before, after] = [xmp(base64), xmp(' '.repeat(base64.length))];
  const rgb = sharp(scene.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
  const png = readPngChunks(await rgb.clone().png().toBuffer());
  const chunk = Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\u0001\0\0\0', 'latin1'), deflateSync(before)]);
  const files = { png: writePngChunks([...png.slice(0, 1), { type: 'iTXt', data: chunk }, ...png.slice(1)]), webp: await rgb.clone().withXmp(before).webp().toBuffer(), tiff: await rgb.clone().withXmp(before).tiff().toBuffer() };

  for (const format of ['png', 'webp', 'tiff'] as const) {
    const { bytes, notes } = await markRaster(files[format], format, REQUEST);
    expect([format, notes, (await sharp(bytes).metadata()).xmp?.toString().trimEnd()]).toEqual([format, ['previews-removed'], after]);
  }
});

test('IM-148 WebP: profile, Exif and XMP are kept byte for byte', async () => {
  const exif = exifWithPreview(new Uint8Array(0));
  const [picture] = readWebpChunks(await sharp(scene.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).webp({ quality: 90 }).toBuffer());
  if (!picture) throw new Error('no chunk was written');
  const head = Buffer.alloc(10);
  head[0] = 0x2c;
  head.writeUIntLE(WIDTH - 1, 4, 3);
  head.writeUIntLE(HEIGHT - 1, 7, 3);
  const bytes = writeWebpChunks([{ type: 'VP8X', data: head }, { type: 'ICCP', data: ICC }, picture, { type: 'EXIF', data: exif }, { type: 'XMP ', data: XMP }]);

  const file = await markRaster(bytes, 'webp', REQUEST);

  expect(readWebpChunks(file.bytes).map(({ type, data }) => [type, type === 'VP8 ' ? '' : Buffer.from(data).toString('latin1')])).toEqual(
    [['VP8X', head.toString('latin1')], ['ICCP', ICC.toString()], ['VP8 ', ''], ['EXIF', Buffer.from(readWebpChunks(file.bytes)[3]?.data ?? []).toString('latin1')], ['XMP ', XMP.toString()]]);
  expect(await exifr.orientation(Buffer.from(readWebpChunks(file.bytes)[3]?.data ?? []))).toBe(6);
  expect((await sharp(file.bytes).metadata()).orientation).toBe(6);
});

test('IM-148 TIFF: profile, XMP, texts and the Exif directory are kept; smaller copies and layers go', async () => {
  const text = (tag: number, value: string) => ({ tag, type: 2, count: value.length + 1, value: Buffer.from(`${value}\0`) });
  const camera = { tag: 0x8769, type: 4, count: 1, value: new Uint8Array(4), directory: [text(0x9003, '2026:11:26 10:00:00'), text(0xa434, 'a lens')] };
  const layers = { tag: 37724, type: 7, count: 6, value: Buffer.from('layers') };
  const entries = [text(315, 'me'), { tag: 274, type: 3, count: 1, value: Buffer.from([6, 0]) }, { tag: 34675, type: 7, count: ICC.length, value: ICC }, { tag: 700, type: 1, count: XMP.length, value: XMP }, camera, layers];
  const bytes = writeTiff(plain(3), { little: true, packed: true, entries });

  const file = await markRaster(bytes, 'tiff', REQUEST);

  const of = (source: Uint8Array) => readTiff(source).entries.filter(({ tag }) => [274, 315, 700, 0x8769, 34675, 37724].includes(tag)).map(({ tag, directory, value }) => [tag, directory ? directory.map((one) => Buffer.from(one.value).toString()) : Buffer.from(value).toString('latin1')]);
  expect(of(file.bytes)).toEqual(of(bytes).filter(([tag]) => tag !== 37724));
  expect(await exifr.parse(Buffer.from(file.bytes), { reviveValues: false })).toMatchObject({ Artist: 'me', LensModel: 'a lens', DateTimeOriginal: '2026:11:26 10:00:00' });
  expect(file).toMatchObject({ orientation: 6, notes: ['previews-removed'] });
});

/** Two frames that differ: writers leave out one that repeats another. */
const twice = () => sharp(Buffer.concat([scene.data, scene.data.map((v) => 255 - v)]), { raw: { width: WIDTH, height: 2 * HEIGHT, channels: 3, pageHeight: HEIGHT } });

test.each<readonly [string, RasterFormat, () => Promise<Uint8Array>, string]>([
  ['an animated WebP', 'webp', async () => twice().webp().toBuffer(), 'watermark/animated'],
  ['an animated PNG', 'png', async () => {
    const [head, ...rest] = readPngChunks(await encodeSamples(plain(3), 'png'));
    return head ? writePngChunks([head, { type: 'acTL', data: new Uint8Array(8) }, ...rest]) : new Uint8Array(0);
  }, 'watermark/animated'],
  ['a TIFF of two pages', 'tiff', async () => twice().tiff().toBuffer(), 'watermark/animated'],
  ['a small PNG', 'png', async () => sharp(scene.data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).resize(120, 88).png().toBuffer(), 'watermark/too-small'],
  ['a flat WebP', 'webp', async () => sharp({ create: { width: 640, height: 480, channels: 3, background: '#888' } }).webp({ lossless: true }).toBuffer(), 'watermark/too-flat'],
  ['a picture that is all but transparent', 'png', async () => {
    const samples = plain(4);
    for (let i = 3; i < samples.image.data.length; i += 4) samples.image.data[i] = 12;
    return encodeSamples(samples, 'png');
  }, 'watermark/too-flat'],
  ['a PNG that is cut off', 'png', async () => (await encodeSamples(plain(3), 'png')).subarray(0, 60_000), 'image/truncated'],
  ['a TIFF of floats', 'tiff', async () => sharp(Float32Array.from({ length: 200 * 200 }, (_, i) => i), { raw: { width: 200, height: 200, channels: 1 } }).toColourspace('b-w').tiff({ compression: 'none' }).toBuffer().then((bytes) => withSampleFormat(bytes)), 'image/unsupported'],
])('%s is refused', async (_, format, make, code) => {
  await expect(markRaster(new Uint8Array(await make()), format, REQUEST)).rejects.toThrow(expect.objectContaining({ code }));
});

/** Says that the samples are floats. */
function withSampleFormat(bytes: Uint8Array): Uint8Array {
  const { little, entries } = readTiff(bytes);
  return writeTiff({ image: image(200, 200, 1, new Uint8Array(40_000)), ink: false }, { little, packed: false, entries: [...entries.filter(({ tag }) => tag === 305), { tag: 339, type: 3, count: 1, value: Buffer.from([3, 0]) }] });
}
