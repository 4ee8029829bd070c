import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { image, type RgbImage } from '../../core/image.ts';
import { crop } from '../../imaging/resample.ts';
import { micrograph, toRgb } from '../../../test/support/synthetic.ts';
import { neighboursOf } from './neighbours.ts';
import { nativeTrace, tracesOf } from './readers.ts';
import { scoreOf, termsOf } from './score.ts';
import { spectrumOf } from './spectrum.ts';
import { normal, textureOf } from './texture.ts';
import { halved, planesAt, WINDOW } from './windows.ts';

const rgb = toRgb(micrograph('readers', 200, 160));
const windows = [planesAt(rgb, 0, 0), planesAt(rgb, 101, 57)];
const near = (values: readonly number[]): readonly unknown[] => values.map((v) => expect.closeTo(v, 9) as unknown);

test('mirrored or negative, a picture has the same neighbours; negative, the same spectrum', () => {
  const changed = (of: (x: number, y: number, c: number) => number): RgbImage => image(WINDOW, WINDOW, 3, Uint8Array.from({ length: WINDOW ** 2 * 3 }, (_, i) => of(Math.floor(i / 3) % WINDOW, Math.floor(i / 3 / WINDOW), i % 3)));
  const at = (x: number, y: number, c: number): number => rgb.data[(y * 200 + x) * 3 + c] ?? 0;
  const [plain, mirrored, negative] = [changed(at), changed((x, y, c) => at(WINDOW - 1 - x, y, c)), changed((x, y, c) => 255 - at(x, y, c))].map((one) => [planesAt(one, 0, 0)]);

  for (const other of [mirrored, negative]) {
    expect(neighboursOf(other ?? [])).toEqual(near(neighboursOf(plain ?? [])));
  }
  expect(spectrumOf(negative ?? [])).toEqual(near(spectrumOf(plain ?? [])));
});

test('the squares of the shares of a table add up to one; windows are one picture in any order', () => {
  const shares = neighboursOf(windows);
  const sums = Array.from({ length: 10 }, (_, table) => shares.slice(39 * table, 39 * (table + 1)).reduce((sum, v) => sum + v * v, 0));

  expect([shares.length, sums]).toEqual([390, near(new Array<number>(10).fill(1))]);
  expect(neighboursOf(windows.toReversed())).toEqual(near(shares));
  expect(spectrumOf(windows.toReversed())).toEqual(near(spectrumOf(windows)));
});

test('texture: the negative has the same, colours that go with luma have other shares than colours apart from it', () => {
  const patch = (of: (i: number, c: number) => number): RgbImage => image(WINDOW, WINDOW, 3, Uint8Array.from({ length: WINDOW ** 2 * 3 }, (_, i) => of(Math.floor(i / 3), i % 3)));
  const noise = (i: number, c: number): number => (i * 7919 + c * 104729 + ((i * i) % 911)) % 61;
  const [together, apart] = [patch((i, c) => 90 + (c === 0 ? 2 : 1) * noise(i, 0)), patch((i, c) => 90 + noise(i, c))];
  const ofColours = (one: RgbImage): readonly number[] => textureOf([one]).slice(351, 364); // of luma and red − green, at the size of the patch

  expect(textureOf([together])).toHaveLength(819);
  expect(textureOf([patch((i, c) => 255 - (together.data[3 * i + c] ?? 0))])).toEqual(near(textureOf([together])));
  expect(ofColours(together).map((v) => v * v).reduce((sum, v, i) => sum + (i < 12 ? 2 : 1) * v, 0)).toBeCloseTo(1, 9);
  // Level 0 of both, and level 0 of one with level 4 of the other.
  expect(ofColours(together)[0]).toBeGreaterThan(0.2);
  expect(ofColours(together)[4]).toBe(0);
  expect(ofColours(apart)[4]).toBeGreaterThan(0.05);
});

test('a pixel divided by the contrast around it does not tell how strong that is', () => {
  const waves = (strength: number) => normal({ side: 9, data: Float64Array.from({ length: 81 }, (_, i) => 128 + strength * ((i % 2) * 2 - 1)) }).data;

  expect(waves(60)[4]).toBeCloseTo((-60 * 48) / 49 / 61, 3);
  expect(Math.abs((waves(60)[4] ?? 0) - (waves(30)[4] ?? 0))).toBeLessThan(0.05);
});

test('a pattern that repeats every eight pixels stands above the spectrum at that frequency, and nowhere else', () => {
  const waves = Uint8Array.from({ length: WINDOW ** 2 * 3 }, (_, i) => 128 + ((i * 7919) % 13) / 2 + 30 * Math.cos((2 * Math.PI * (Math.floor(i / 3) % WINDOW)) / 8));
  const [luma = []] = [spectrumOf([planesAt(image(WINDOW, WINDOW, 3, waves), 0, 0)]).slice(43, 67)];

  expect(luma.indexOf(Math.max(...luma))).toBe(0); // rows 0, columns 8 of 64
  expect(luma[0] ?? 0).toBeGreaterThan(2 * Math.max(...luma.slice(5)));
});

test('a dye on black and a grey picture are not read', () => {
  const [dye, grey] = [(level: number) => [level, level, 0], (level: number) => [level, level, level]].map((colours) =>
    planesAt(image(WINDOW, WINDOW, 3, Uint8Array.from({ length: WINDOW ** 2 }, (_, i) => 20 + ((i * 7919) % 101)).reduce((out, level, i) => (out.set(colours(level), 3 * i), out), new Uint8Array(WINDOW ** 2 * 3))), 0, 0));

  for (const window of [dye, grey]) expect(tracesOf(window ? [window] : [], [crop(rgb, { x: 0, y: 0, width: WINDOW, height: WINDOW })], 1).native).toBeUndefined();
});

test('a window that leaves the image is refused; half the size is the mean of four', () => {
  expect(() => planesAt(rgb, 140, 0)).toThrow(/leaves 200 × 160/);
  expect(halved({ side: 2, data: Float64Array.of(1, 2, 3, 6) })).toEqual({ side: 1, data: Float64Array.of(3) });
});

test('a micrograph through a decoder shows native traces, the micrograph does not; JPEG takes them away, and nothing is held against a picture without any', async () => {
  const seen = async (name: string, quality?: number): Promise<number> => {
    const file = sharp(readFileSync(new URL(`../../../test/fixtures/generated/${name}`, import.meta.url)));
    const { data, info } = await sharp(quality === undefined ? await file.toBuffer() : await file.jpeg({ quality }).toBuffer()).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const picture = image(info.width, info.height, 3, new Uint8Array(data));
    const { native } = tracesOf([[0, 0], [80, 0], [0, 80], [80, 80]].map(([x = 0, y = 0]) => planesAt(picture, x, y)), [crop(picture, { x: 0, y: 0, width: WINDOW, height: WINDOW })], 4);
    return native ? nativeTrace(native) : Number.NaN;
  };
  const [real, decoded, compressed] = [await seen('smear.png'), await seen('smear-decoded.png'), await seen('smear-decoded.png', 90)];

  expect(decoded).toBeGreaterThan(real + 1.5);
  expect(compressed).toBeLessThan(decoded - 1);
  const [none, unread] = [{ texture: 0, native: { latent: -3, lattice: -2, enlarged: 4 } }, { texture: 0 }];
  expect(scoreOf(termsOf([0], none))).toBe(scoreOf(termsOf([0], unread)));
  expect(scoreOf(termsOf([0], { texture: 0, native: { latent: -3, lattice: 3, enlarged: 4 } }))).toBeGreaterThan(scoreOf(termsOf([0], unread)));
});
