import { expect, test } from 'vitest';
import { image, type LumaImage } from '../../core/image.ts';
import { micrograph, toLuma, tone, warp } from '../../../test/support/synthetic.ts';
import { FEATURE_BYTES, zernikeFeatures } from './zernike.ts';

const SIZE = 64;
const OPTIONS = { radius: 8, floor: 10 } as const;

function featureAt(luma: LumaImage, x: number, y: number): Uint8Array {
  const usable = new Uint8Array(SIZE * SIZE);
  usable[y * SIZE + x] = 1;
  const at = (y * SIZE + x) * FEATURE_BYTES;
  return zernikeFeatures(luma, usable, OPTIONS).slice(at, at + FEATURE_BYTES);
}

function distance(a: Uint8Array, b: Uint8Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0));
}

const picture = micrograph('zernike', SIZE, SIZE);
const here = featureAt(toLuma(picture), 24, 30);

test.each([
  ['a quarter turn', warp(picture, [0, -1, SIZE, 1, 0, 0, 0, 0, 1], SIZE, SIZE), SIZE - 30, 24, 2],
  ['mirroring', warp(picture, [-1, 0, SIZE, 0, 1, 0, 0, 0, 1], SIZE, SIZE), SIZE - 24, 30, 2],
  ['another tone', tone(picture, { contrast: 0.8, brightness: 12 }), 24, 30, 25],
])('survives %s', (_what, changed, x, y, most) => {
  expect(distance(featureAt(toLuma(changed), x, y), here)).toBeLessThanOrEqual(most);
});

test('tells other places apart', () => {
  expect(distance(featureAt(toLuma(picture), 40, 40), here)).toBeGreaterThan(60);
});

test('a flat patch gives the neutral description', () => {
  const flat = featureAt(image(SIZE, SIZE, 1, new Float32Array(SIZE * SIZE).fill(77)), 20, 20);

  expect([...flat]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 128, 128, 128, 128, 128, 128]);
});
