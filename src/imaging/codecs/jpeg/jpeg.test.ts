import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { image, type GrayImage, type RgbImage } from '../../../core/image.ts';
import { seededRandom } from '../../../core/random.ts';
import { photo } from '../../../../test/support/synthetic.ts';
import { decodeChannels, decodeJpeg } from './decode.ts';
import { encodePlanes, encodeRgb, quantisationOf, quantisedRgb, segment } from './encode.ts';
import { readJpeg } from './read.ts';
import { writeJpeg } from './write.ts';

const LIMITS = { maxPixels: 1e8 };
const scene = photo('codec', 203, 149); // no multiple of 8 or 16
const raw = (picture: RgbImage): Sharp => sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } });

const FILES: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'baseline 4:2:0': () => raw(scene).jpeg({ quality: 80 }).toBuffer(),
  'baseline 4:4:4 with optimal tables': () => raw(scene).jpeg({ quality: 95, chromaSubsampling: '4:4:4', optimiseCoding: true }).toBuffer(),
  'progressive 4:2:0': () => raw(scene).jpeg({ quality: 85, progressive: true }).toBuffer(),
  'progressive 4:4:4': () => raw(scene).jpeg({ quality: 100, progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
  'mozjpeg scans and trellis': () => raw(scene).jpeg({ quality: 75, mozjpeg: true }).toBuffer(),
  'coarse progressive': () => raw(scene).jpeg({ quality: 5, progressive: true }).toBuffer(),
  grey: () => raw(scene).toColourspace('b-w').jpeg({ quality: 85 }).toBuffer(),
  'grey progressive': () => raw(scene).toColourspace('b-w').jpeg({ quality: 85, progressive: true }).toBuffer(),
};

describe.each(Object.entries(FILES))('a file of libjpeg, %s', (_, make) => {
  test('comes out byte for byte when nothing was changed', async () => {
    const bytes = new Uint8Array(await make());

    expect(Buffer.compare(writeJpeg(readJpeg(bytes, LIMITS)), bytes)).toBe(0);
  });

  test('decodes to the very pixels of libjpeg-turbo', async () => {
    const bytes = new Uint8Array(await make());

    const own = decodeJpeg(readJpeg(bytes, LIMITS));

    const theirs = await sharp(bytes).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const three = theirs.info.channels === 1 ? Uint8Array.from({ length: own.data.length }, (_unused, i) => theirs.data[Math.floor(i / 3)] ?? 0) : theirs.data;
    expect(worst(own.data, three)).toBe(0);
  });
});

/** Sampling factors of Y, Cb, Cr. */
const SAMPLINGS = { '4:2:2': [[2, 1], [1, 1], [1, 1]], '4:4:0': [[1, 2], [1, 1], [1, 1]], '4:1:1': [[4, 1], [1, 1], [1, 1]], '4:1:0': [[4, 2], [1, 1], [1, 1]], 'chroma unlike': [[2, 2], [1, 2], [2, 1]] } as const;

test.each(Object.entries(SAMPLINGS))('sampling %s, with restart markers: read as libjpeg-turbo reads it, written as it was', async (_, factors) => {
  for (const progressive of [false, true]) {
    const bytes = sampled(factors, { progressive, restartInterval: 3 });

    const jpeg = readJpeg(bytes, LIMITS);

    expect(Buffer.compare(writeJpeg(jpeg), bytes)).toBe(0);
    expect(worst(decodeJpeg(jpeg).data, await sharp(bytes).raw().toBuffer())).toBe(0);
  }
});

test('four components are kept as stored', async () => {
  const bytes = new Uint8Array(await raw(scene).toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer());

  const jpeg = readJpeg(bytes, LIMITS);

  expect(jpeg).toMatchObject({ colour: 'cmyk', inverted: true });
  expect(Buffer.compare(writeJpeg(jpeg), bytes)).toBe(0);
  const rendered = decodeJpeg(jpeg).data;
  const error = rendered.reduce((sum, v, i) => sum + Math.abs(v - (scene.data[i] ?? 0)), 0) / rendered.length;
  expect(error).toBeLessThan(40); // libvips separated it by a profile, we render without one
});

test('inks are read to the level', () => {
  const planes = [40, 90, 140, 230].map((level): GrayImage => image(16, 16, 1, new Uint8Array(256).fill(level)));
  const ones = new Uint16Array(64).fill(1);
  const bytes = encodePlanes(planes.map((plane) => ({ plane, h: 1, v: 1, quantisation: ones })), { width: 16, height: 16 });

  const jpeg = readJpeg(bytes, LIMITS);

  expect(jpeg).toMatchObject({ colour: 'cmyk', inverted: false });
  expect([...decodeChannels(jpeg).data.subarray(0, 4)]).toEqual([40, 90, 140, 230]);
  expect([...decodeJpeg(jpeg).data.subarray(0, 3)]).toEqual([215, 165, 115].map((level) => Math.round((level * 25) / 255)));
});

test('YCCK is told by its Adobe marker', () => {
  const flat = (level: number): GrayImage => image(16, 16, 1, new Uint8Array(256).fill(level));
  const ones = new Uint16Array(64).fill(1);
  const adobe = segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 2]).bytes;
  const bytes = encodePlanes([128, 128, 128, 255].map((level) => ({ plane: flat(level), h: 1, v: 1, quantisation: ones })), { width: 16, height: 16, segments: [adobe] });

  const jpeg = readJpeg(bytes, LIMITS);

  expect(jpeg.colour).toBe('ycck');
  expect([...new Set(decodeJpeg(jpeg).data)]).toEqual([127]); // Y 128 is 127 as ink, stored turned round
});

test('a changed coefficient that the tables cannot code gets tables that can', () => {
  const jpeg = readJpeg(encodeRgb(scene, 30), LIMITS);
  const [luma, ...chroma] = jpeg.components;
  const coefficients = luma?.coefficients.slice() ?? new Int16Array();
  const { columns = 0, rows = 0, storedColumns = 0 } = luma ?? {};
  for (let block = 0; block < columns * rows; block++) {
    const at = 64 * (Math.floor(block / columns) * storedColumns + (block % columns)); // not the fill: scans of one component leave it out
    for (let i = at; i < at + 64; i++) coefficients[i] = (coefficients[i] ?? 0) + ((i * 7919) % 601) - 300;
  }

  const bytes = writeJpeg({ ...jpeg, components: luma ? [{ ...luma, coefficients }, ...chroma] : [] });

  expect(worst(readJpeg(bytes, LIMITS).components[0]?.coefficients ?? [], coefficients)).toBe(0);
});

test('our own files are valid, small and close to the picture', async () => {
  const bytes = encodeRgb(scene, 90);
  expect(Buffer.compare(decodeJpeg(quantisedRgb(scene, 90)).data, decodeJpeg(readJpeg(bytes, LIMITS)).data)).toBe(0);

  const decoded = await sharp(bytes).raw().toBuffer();

  const error = decoded.reduce((sum, v, i) => sum + (v - (scene.data[i] ?? 0)) ** 2, 0) / decoded.length;
  expect(10 * Math.log10(255 ** 2 / error)).toBeGreaterThan(31);
  expect(bytes.length).toBeLessThan((await raw(scene).jpeg({ quality: 90 }).toBuffer()).length);
});

describe('damage', () => {
  const small = photo('damage', 90, 70);
  const whole = encodeRgb(small, 60);

  test('a file cut at any byte is refused, and read as far as it goes when asked', () => {
    for (let length = 0; length < whole.length; length += 5) {
      const cut = whole.subarray(0, length);

      expect(() => readJpeg(cut, LIMITS)).toThrow(expect.objectContaining({ name: 'InputError' }));
      const told = outcome(() => decodeJpeg(readJpeg(cut, { ...LIMITS, tolerant: true })).data.length);
      expect(['InputError', small.data.length]).toContain(told);
    }
  });

  test('mutated bytes never crash, hang or allocate beyond the limit', () => {
    const random = seededRandom('mutate');
    for (let round = 0; round < 300; round++) {
      const bytes = whole.slice();
      for (let n = 1 + random.int(6); n > 0; n--) bytes[random.int(round % 2 ? bytes.length : 700)] = random.int(256);

      const told = outcome(() => writeJpeg(readJpeg(bytes, { maxPixels: 200_000, tolerant: true })).length);

      expect(typeof told === 'number' || told === 'InputError' || told === 'LimitError').toBe(true);
    }
  });

  test('size is judged by the header, before memory is spent', () => {
    const bytes = whole.slice();
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc2);
    bytes.set([0xff, 0xdc, 0xff, 0xdc], at + 5);

    expect(() => readJpeg(bytes, LIMITS)).toThrow(expect.objectContaining({ code: 'image/too-many-pixels' }));
  });

  test.each([[0xc9, 8, 'arithmetic-coded'], [0xc1, 12, '12 bits'], [0xc3, 8, 'lossless']])('SOF %i with %i bit is refused by name', (marker, bits, word) => {
    const bytes = whole.slice();
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc2);
    bytes.set([marker], at + 1);
    bytes.set([bits], at + 4);

    expect(() => readJpeg(bytes, LIMITS)).toThrow(word);
  });

  test('thousands of scans are an attack', () => {
    const at = whole.lastIndexOf(0xff, whole.length - 3);
    const sos = Uint8Array.from([0xff, 0xda, 0, 8, 1, 1, 0, 1, 63, 0x21]);
    const bytes = new Uint8Array(whole.length + 300 * sos.length);
    bytes.set(whole);
    for (let i = 0; i < 300; i++) bytes.set(sos, whole.length - 2 + i * sos.length);

    expect(at).toBeGreaterThan(0);
    expect(() => readJpeg(bytes, { ...LIMITS, tolerant: true })).toThrow(expect.objectContaining({ name: 'LimitError' }));
  });
});

function outcome(run: () => number): number | string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function sampled(factors: readonly (readonly [number, number])[], layout: { readonly progressive: boolean; readonly restartInterval: number }): Uint8Array {
  const [hMax, vMax] = [Math.max(...factors.map(([h]) => h)), Math.max(...factors.map(([, v]) => v))];
  const { width, height } = scene;
  return encodePlanes(factors.map(([h, v], c) => {
    const [w, tall] = [Math.ceil((width * h) / hMax), Math.ceil((height * v) / vMax)];
    const data = Uint8Array.from({ length: w * tall }, (_, i) => scene.data[(Math.floor(Math.floor(i / w) * vMax / v) * width + Math.floor((i % w) * hMax / h)) * 3 + c] ?? 0);
    return { plane: image(w, tall, 1, data), h, v, quantisation: quantisationOf(c === 0 ? 'luma' : 'chroma', 80) };
  }), { width, height, ...layout });
}

function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}
