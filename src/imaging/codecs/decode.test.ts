import sharp, { type Raw, type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { difference, solid, texture } from '../../../test/hostile/intake-support/pictures.ts';
import { writeTiff } from '../../../test/hostile/intake-support/tiff.ts';
import type { RgbImage } from '../../core/image.ts';
import type { ImageFormat } from '../../core/media.ts';
import { decodeImage } from './decode.ts';
import { encodeJpeg, encodePng } from './encode.ts';
import { readHeader } from './header.ts';
import { cropEncoded, encodePreview } from './preview.ts';
import { sniffFormat } from './sniff.ts';

const OPTIONS = { maxPixels: 4_000_000 };
const picture = texture(61, 43, 'decode');
const raw = (image: RgbImage): Sharp => sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });

test.each([
  ['png', raw(picture).png(), 0],
  ['png', raw(picture).png({ palette: true }), 12],
  ['jpeg', raw(picture).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }), 3],
  ['jpeg', raw(picture).jpeg({ quality: 95, progressive: true }), 12],
  ['gif', raw(picture).gif({ dither: 0 }), 12],
  ['webp', raw(picture).webp({ lossless: true }), 0],
  ['webp', raw(picture).webp({ quality: 95 }), 12],
  ['tiff', raw(picture).tiff({ compression: 'lzw' }), 0],
  ['tiff', raw(picture).tiff({ compression: 'deflate', bigtiff: true }), 0],
  ['tiff', raw(picture).tiff({ compression: 'jpeg', quality: 95 }), 12],
] as const)('reads %s, and the header says what the decoder gives', async (format, encoder, tolerance) => {
  const bytes = await encoder.toBuffer();

  const { image, notes } = await decodeImage(bytes, format, OPTIONS);

  expect(sniffFormat(bytes)).toBe(format);
  expect(readHeader(bytes, format)).toMatchObject({ width: 61, height: 43, frames: 1, cmyk: false });
  expect([image.width, image.height, notes]).toEqual([61, 43, []]);
  expect(difference(image, picture)).toBeLessThanOrEqual(tolerance);
});

describe('pixels as stored', () => {
  test('Exif orientation is not applied, neither here nor in previews', async () => {
    const turned = await raw(picture).withMetadata({ orientation: 6 }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();

    const { image } = await decodeImage(turned, 'jpeg', OPTIONS);
    const preview = await encodePreview(turned, 'jpeg', 1000);

    expect(difference(image, picture)).toBeLessThan(3);
    expect([preview.width, preview.height, (await sharp(preview.bytes).metadata()).orientation]).toEqual([61, 43, undefined]);
  });

  test('alpha is flattened on white', async () => {
    const clear = await sharp({ create: { width: 40, height: 40, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer();

    const { image, notes } = await decodeImage(clear, 'png', OPTIONS);

    expect(notes).toEqual(['alpha']);
    expect([...image.data.subarray(0, 3)].map((value, i) => Math.abs(value - ([227, 127, 127][i] ?? 0)) <= 1)).toEqual([true, true, true]);
  });

  test('CMYK becomes RGB', async () => {
    const cmyk = await raw(solid(40, 40, [10, 20, 200])).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();

    const { image, notes } = await decodeImage(cmyk, 'jpeg', OPTIONS);

    expect(readHeader(cmyk, 'jpeg').cmyk).toBe(true);
    const [red = 255, , blue = 0] = image.data;
    expect([notes, red < 90, blue > 110]).toEqual([['cmyk'], true, true]);
  });
});

describe('deep samples', () => {
  const ramp = (low: number, high: number): Uint16Array => Uint16Array.from({ length: 100 * 100 }, (_, i) => Math.round(low + ((high - low) * (i % 100)) / 99));

  test('a wide range is divided by 257', async () => {
    const { image, notes, bits } = await decodeImage(writeTiff([{ width: 100, height: 100, samples: ramp(0, 65535) }]), 'tiff', OPTIONS);

    expect([notes, bits]).toEqual([['16-bit'], 16]);
    for (const x of [0, 33, 66, 99]) expect(Math.abs((image.data[x * 3] ?? 0) - (255 * x) / 99)).toBeLessThanOrEqual(1);
  });

  test('twelve bits in sixteen are stretched, not black', async () => {
    const { image, notes } = await decodeImage(writeTiff([{ width: 100, height: 100, samples: ramp(200, 4095) }]), 'tiff', OPTIONS);

    expect(notes).toEqual(['16-bit', 'stretched']);
    expect([image.data[0], image.data[99 * 3]]).toEqual([0, 255]);
    expect(Math.abs((image.data[50 * 3] ?? 0) - 127)).toBeLessThan(5);
  });

  test('a hot pixel does not darken the rest', async () => {
    const samples = ramp(200, 4095);
    samples[5050] = 65535;

    const { image } = await decodeImage(writeTiff([{ width: 100, height: 100, samples }]), 'tiff', OPTIONS);

    expect(image.data[99 * 3]).toBe(255);
  });

  test('16-bit colour keeps its relation between channels', async () => {
    const samples = Uint16Array.from({ length: 100 * 100 * 3 }, (_, i) => [1000, 2000, 3000 + (Math.floor(i / 3) % 100)][i % 3] ?? 0);

    const { image } = await decodeImage(writeTiff([{ width: 100, height: 100, channels: 3, samples }]), 'tiff', OPTIONS);

    const [red = 0, green = 0, blue = 0] = image.data;
    expect([red, Math.abs(green - 122) < 5, blue > 235]).toEqual([0, true, true]);
  });

  test('floats are stretched too', async () => {
    const samples = Float32Array.from({ length: 100 * 100 }, (_, i) => 0.001 * (i % 100));

    const { image, notes } = await decodeImage(writeTiff([{ width: 100, height: 100, samples }]), 'tiff', OPTIONS);

    expect(notes).toEqual(['32-bit', 'stretched']);
    expect([image.data[0], image.data[99 * 3]]).toEqual([0, 255]);
    expect(Math.abs((image.data[50 * 3] ?? 0) - 128)).toBeLessThan(6);
  });

  test('a 16-bit PNG is read as deep as it is', async () => {
    const bytes = await sharp(ramp(0, 1000), { raw: { width: 100, height: 100, channels: 1 } }).toColourspace('grey16').png().toBuffer();

    const { image, bits } = await decodeImage(bytes, 'png', OPTIONS);

    expect(readHeader(bytes, 'png').bits).toBe(16);
    expect([bits, image.data[0], image.data[99 * 3]]).toEqual([16, 0, 255]);
  });
});

describe('frames', () => {
  const pages = [10, 100, 200].map((value) => ({ width: 40, height: 30, samples: new Uint8Array(1200).fill(value) }));

  test('each page of a TIFF is read by its number', async () => {
    const bytes = writeTiff(pages);

    const seen = await Promise.all([0, 1, 2].map(async (frame) => (await decodeImage(bytes, 'tiff', { ...OPTIONS, frame })).image.data[0]));

    expect(readHeader(bytes, 'tiff').frames).toBe(3);
    expect(seen).toEqual([10, 100, 200]);
    await expect(decodeImage(bytes, 'tiff', { ...OPTIONS, frame: 3 })).rejects.toMatchObject({ code: 'image/corrupt' });
  });

  test('a loop of directories ends', () => {
    expect(readHeader(writeTiff(pages, { loopTo: 0 }), 'tiff').frames).toBe(3);
  });

  test('the first frame of an animation is its image', async () => {
    const frames = Buffer.concat([solid(20, 20, [255, 0, 0]).data, solid(20, 20, [0, 0, 255]).data]);
    const animated = sharp(frames, { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } as Raw });
    const [gif, webp] = [await animated.clone().gif().toBuffer(), await animated.clone().webp({ lossless: true }).toBuffer()];

    expect([readHeader(gif, 'gif'), readHeader(webp, 'webp')].map(({ frames: count, height }) => [count, height])).toEqual([[2, 20], [2, 20]]);
    expect([...(await decodeImage(gif, 'gif', OPTIONS)).image.data.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect((await decodeImage(webp, 'webp', OPTIONS)).image).toMatchObject({ width: 20, height: 20 });
  });
});

describe('damage', () => {
  test.each(['jpeg', 'png', 'gif', 'tiff', 'webp'] as const)('half a %s is decoded as far as it goes, or refused', async (format) => {
    const bytes = await raw(texture(300, 300, 'half')).toFormat(format).toBuffer();

    const outcome = await decodeImage(bytes.subarray(0, bytes.length / 2), format, OPTIONS).catch((error: unknown) => error);

    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'InputError', code: expect.stringMatching(/^image\/(corrupt|truncated)$/) as string });
    else expect((outcome as { notes: string[] }).notes).toContain('truncated');
  });

  test('half a JPEG keeps its upper half', async () => {
    const whole = texture(300, 300, 'half');
    const bytes = await raw(whole).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();

    const { image, notes } = await decodeImage(bytes.subarray(0, bytes.length / 2), 'jpeg', OPTIONS);

    expect(notes).toEqual(['truncated']);
    const upper = 300 * 100 * 3;
    expect(difference({ ...image, height: 100, data: image.data.subarray(0, upper) }, { ...whole, height: 100, data: whole.data.subarray(0, upper) })).toBeLessThan(4);
  });
});

describe('limits hold before anything is decoded', () => {
  test.each([
    ['png', (async () => sharp({ create: { width: 3000, height: 3000, channels: 3, background: 'white' } }).png().toBuffer())],
    ['jpeg', (async () => sharp({ create: { width: 3000, height: 3000, channels: 3, background: 'white' } }).jpeg().toBuffer())],
    ['svg', (async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>'))],
  ] as const)('%s', async (format, make) => {
    await expect(decodeImage(await make(), format, { maxPixels: 1_000_000 })).rejects.toMatchObject({ name: 'LimitError', code: 'image/too-many-pixels' });
  });
});

describe('pictures for people', () => {
  test.each<[ImageFormat, string]>([['png', 'image/png'], ['jpeg', 'image/jpeg']])('a preview of a %s is an %s of at most the side asked for', async (format, type) => {
    const preview = await encodePreview(await raw(texture(400, 200, 'preview')).toFormat(format as 'png').toBuffer(), format, 100);

    expect(preview).toMatchObject({ type, width: 100, height: 50 });
    expect(await sharp(preview.bytes).metadata()).toMatchObject({ width: 100, height: 50 });
  });

  test('a crop holds the pixels of its box, clipped to the image', async () => {
    const crop = await cropEncoded(await encodePng(picture), 'png', { x: 50.2, y: -3, width: 30, height: 13.5 }, { maxSide: 500 });

    const seen = (await decodeImage(crop.bytes, 'png', OPTIONS)).image;
    expect([seen.width, seen.height]).toEqual([11, 11]);
    expect([...seen.data.subarray(0, 3)]).toEqual([...picture.data.subarray(150, 153)]);
  });

  test('encoders are deterministic', async () => {
    for (const encode of [encodePng, encodeJpeg]) expect(Buffer.compare(await encode(picture), await encode(picture))).toBe(0);
  });
});
