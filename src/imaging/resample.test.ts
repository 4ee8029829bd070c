import { expect, test } from 'vitest';
import { image } from '../core/image.ts';
import { crop, resizeLuma, resizeMask, resizeRgb, wholeBox } from './resample.ts';

const ramp = (width: number, height: number) =>
  image(width, height, 1, Float32Array.from({ length: width * height }, (_, i) => 10 + 2 * (i % width) + 3 * Math.floor(i / width)));

test('shrinking averages the source area', () => {
  const luma = image(4, 2, 1, Float32Array.of(0, 4, 8, 12, 2, 6, 10, 14));

  expect([...resizeLuma(luma, 2, 1).data]).toEqual([3, 11]);
  expect([...resizeLuma(image(3, 1, 1, Float32Array.of(0, 30, 60)), 2, 1).data]).toEqual([10, 50]);
});

test('shrinking keeps the mean at any factor', () => {
  const mean = (data: Float32Array) => data.reduce((sum, v) => sum + v, 0) / data.length;
  const luma = ramp(37, 23);

  expect(mean(resizeLuma(luma, 11, 9).data)).toBeCloseTo(mean(luma.data), 3);
});

test('growing keeps a linear ramp in place, pixel centres at +0.5', () => {
  const big = resizeLuma(ramp(12, 12), 30, 24);

  for (const [x, y] of [[8, 8], [15, 12], [20, 17]] as const) {
    expect(big.data[y * 30 + x]).toBeCloseTo(10 + 2 * (((x + 0.5) * 12) / 30 - 0.5) + 3 * (((y + 0.5) * 12) / 24 - 0.5), 3);
  }
});

test('growing never leaves [0, 255]', () => {
  const step = resizeLuma(image(4, 1, 1, Float32Array.of(0, 0, 255, 255)), 16, 1).data;

  expect(Math.min(...step)).toBe(0);
  expect(Math.max(...step)).toBe(255);
});

test('the same size is an equal copy', () => {
  const luma = ramp(5, 4);
  const same = resizeLuma(luma, 5, 4);

  expect(same.data).toEqual(luma.data);
  expect(same.data).not.toBe(luma.data);
});

test('colour planes stay apart', () => {
  const rgb = image(2, 2, 3, Uint8Array.of(10, 100, 200, 20, 110, 210, 30, 120, 220, 40, 130, 230));

  expect([...resizeRgb(rgb, 1, 1).data]).toEqual([25, 115, 215]);
});

test('a mask pixel survives shrinking', () => {
  const mask = image(100, 100, 1, new Uint8Array(10_000));
  mask.data[4567] = 1;

  const small = resizeMask(mask, 10, 10);

  expect([...small.data].flatMap((v, i) => (v ? [i] : []))).toEqual([46]);
});

test('crop copies the box, every channel', () => {
  const rgb = image(3, 2, 3, Uint8Array.from({ length: 18 }, (_, i) => i));

  expect([...crop(rgb, { x: 1, y: 1, width: 2, height: 1 }).data]).toEqual([12, 13, 14, 15, 16, 17]);
});

test.each([{ x: -1, y: 0, width: 2, height: 1 }, { x: 0.5, y: 0, width: 1, height: 1 }, { x: 2, y: 0, width: 2, height: 1 }])('crop refuses %j', (box) => {
  expect(() => crop(ramp(3, 2), box)).toThrow(RangeError);
});

test('wholeBox rounds and stays inside', () => {
  expect(wholeBox({ x: -3.2, y: 1.4, width: 10.1, height: 1 }, { width: 5, height: 9 })).toEqual({ x: 0, y: 1, width: 5, height: 1 });
  expect(wholeBox({ x: 9, y: 9, width: 0, height: 0 }, { width: 5, height: 5 })).toEqual({ x: 4, y: 4, width: 1, height: 1 });
});
