import { expect, test } from 'vitest';
import { image } from '../core/image.ts';
import { toGray, toLuma, toRgb } from './color.ts';

test('luma has the weights of BT.601', () => {
  const { data } = toLuma(image(5, 1, 3, Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 10, 20, 30)));

  for (const [i, expected] of [76.245, 149.685, 29.07, 255, 18.15].entries()) expect(data[i]).toBeCloseTo(expected, 3);
});

test('8-bit grey rounds and clips, and goes back to three equal planes', () => {
  const gray = toGray(image(4, 1, 1, Float32Array.of(-3, 12.4, 12.6, 300)));

  expect([...gray.data]).toEqual([0, 12, 13, 255]);
  expect([...toRgb(gray).data]).toEqual([0, 0, 0, 12, 12, 12, 13, 13, 13, 255, 255, 255]);
});
