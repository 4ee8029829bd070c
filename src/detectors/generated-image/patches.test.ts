import sharp from 'sharp';
import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { decodeJpeg } from '../../imaging/codecs/jpeg/decode.ts';
import { quantisedRgb } from '../../imaging/codecs/jpeg/encode.ts';
import { toLuma } from '../../imaging/color.ts';
import { crop, resizeRgb } from '../../imaging/resample.ts';
import { flat, micrograph, toRgb } from '../../../test/support/synthetic.ts';
import { blockiness } from './blockiness.ts';
import { compressedPatch, toCommonForm } from './common-form.ts';
import { choosePatches } from './patches.ts';
import { PATCH, residualsOf } from './residuals.ts';

const LIMITS = { most: 24, leastTexture: 1, mostEqual: 0.75, mostMasked: 0.1 };
const rgb = toRgb(micrograph('patches', 400, 300));
const luma = toLuma(rgb);
const none = image(400, 300, 1, new Uint8Array(400 * 300));

test('looks at places inside the image, not twice at one, and at no label', () => {
  const { places } = choosePatches(luma, none, LIMITS);
  const labelled = choosePatches(luma, image(400, 300, 1, Uint8Array.from({ length: 400 * 300 }, (_, i) => (i % 400 < 200 ? 1 : 0))), LIMITS).places;

  expect(places.length).toBeGreaterThan(8);
  for (const { x, y } of places) expect(x >= 0 && y >= 0 && x + PATCH <= 400 && y + PATCH <= 300).toBe(true);
  expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(places.length);
  expect(labelled.length).toBeGreaterThan(0);
  expect(Math.min(...labelled.map(({ x }) => x))).toBeGreaterThan(180);
});

test('tells drawn from plain', () => {
  const drawn = image(400, 300, 1, Float32Array.from({ length: 400 * 300 }, (_, i) => ((i % 400) % 40 < 4 ? 0 : 255)));

  expect(choosePatches(drawn, none, LIMITS)).toMatchObject({ places: [], drawn: 1 });
});

test('residuals of flat colour are nothing; a step is cut', () => {
  expect(residualsOf(toRgb(flat(400, 300, 90)), 3, 5).every((v) => v === 0)).toBe(true);
  const stepped = residualsOf(toRgb(image(400, 300, 1, Uint8Array.from({ length: 400 * 300 }, (_, i) => (i % 2 === 0 ? 0 : 255)))), 0, 0);
  expect(Math.max(...stepped)).toBe(2.5);
  expect(() => residualsOf(rgb, 350, 0)).toThrow(/leaves 400 × 300/);
});

test('a grid of eight shows, an image without one does not', () => {
  const blocky = { ...luma, data: luma.data.map((_, i) => 100 + ((((i % 400) >> 3) * 7 + (Math.floor(i / 400) >> 3) * 13) % 17)) };

  expect(blockiness(luma)).toBeLessThan(1.2);
  expect(blockiness(blocky)).toBeGreaterThan(5);
});

test('in the common form a PNG and the JPEG that was made of it are nearly the same to the network', async () => {
  const { data } = await sharp(Buffer.from(rgb.data.buffer, rgb.data.byteOffset, rgb.data.length), { raw: { width: 400, height: 300, channels: 3 } }).jpeg({ quality: 92 }).toBuffer().then((jpeg) => sharp(jpeg).raw().toBuffer({ resolveWithObject: true }));
  const other = image(400, 300, 3, new Uint8Array(data));
  const apart = (a: Float32Array, b: Float32Array): number => Math.sqrt(a.reduce((sum, v, i) => sum + (v - (b[i] ?? 0)) ** 2, 0) / a.reduce((sum, v) => sum + v * v, 0));
  const common = [rgb, other].map((one) => residualsOf(compressedPatch(one, toCommonForm(toLuma(one), none), 40, 32), 0, 0)) as [Float32Array, Float32Array];

  expect(apart(...common)).toBeLessThan(0.6 * apart(residualsOf(rgb, 40, 32), residualsOf(other, 40, 32)));
});

test('a patch of the common form is that of the whole image at three quarters of the size', () => {
  const picture = crop(rgb, { x: 0, y: 0, width: 391, height: 293 }); // no mean of an area lies half way between two levels
  const form = toCommonForm(toLuma(picture), image(391, 293, 1, new Uint8Array(391 * 293)));
  const whole = resizeRgb(picture, 293, 220);

  expect(form.luma).toMatchObject({ width: 293, height: 220 });
  for (const [x = 0, y = 0] of [[0, 0], [41, 33], [293 - PATCH, 220 - PATCH]]) {
    const patch = compressedPatch(picture, form, x, y).data;
    const there = decodeJpeg(quantisedRgb(crop(whole, { x, y, width: PATCH, height: PATCH }), 90)).data;
    expect(patch.reduce((sum, v, i) => sum + Math.abs(v - (there[i] ?? 0)), 0) / patch.length).toBeLessThan(0.01);
  }
  expect(() => compressedPatch(picture, form, 240, 0)).toThrow(/leaves 293 × 220/);
});
