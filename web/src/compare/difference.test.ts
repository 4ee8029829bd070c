import { expect, test } from 'vitest';
import { IDENTITY, type Matrix } from '../../../src/core/geometry.ts';
import { differenceOf, type Raster } from './difference.ts';

const SIZE = 40;
function raster(grey: (x: number, y: number) => number): Raster {
  const data = new Uint8ClampedArray(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) data.set([grey(x, y), grey(x, y), grey(x, y), 255], (y * SIZE + x) * 4);
  }
  return { width: SIZE, height: SIZE, data };
}
const texture = (x: number, y: number): number => 60 + ((x * 7 + y * 13) % 50);
const whole = [{ x: 0, y: 0 }, { x: SIZE, y: 0 }, { x: SIZE, y: SIZE }, { x: 0, y: SIZE }];

test('an exact copy has no difference', () => {
  expect(differenceOf(raster(texture), raster(texture), IDENTITY, whole).mean).toBeCloseTo(0, 5);
});

test('contrast and brightness are matched before the difference is taken', () => {
  const brighter = raster((x, y) => 2 * texture(x, y) + 20);

  expect(differenceOf(raster(texture), brighter, IDENTITY, whole).mean).toBeLessThan(0.01);
});

test('an inverted copy is matched too', () => {
  expect(differenceOf(raster(texture), raster((x, y) => 255 - texture(x, y)), IDENTITY, whole).mean).toBeLessThan(0.01);
});

test('the second is sampled through the transform', () => {
  const turned = raster((x, y) => texture(y, SIZE - 1 - x)); // (x, y) of the first lies at (SIZE − y, x) of the second
  const toSecond: Matrix = [0, -1, SIZE, 1, 0, 0, 0, 0, 1];

  expect(differenceOf(raster(texture), turned, toSecond, whole).mean).toBeLessThan(0.01);
  expect(differenceOf(raster(texture), turned, IDENTITY, whole).mean).toBeGreaterThan(5);
});

test('what was changed stands out, outside the region nothing is painted', () => {
  const changed = raster((x, y) => (x > 10 && x < 15 && y > 10 && y < 15 ? 255 : texture(x, y)));
  const { picture } = differenceOf(raster(texture), changed, IDENTITY, [{ x: 0, y: 0 }, { x: SIZE, y: 0 }, { x: SIZE, y: 20 }, { x: 0, y: 20 }]);
  const red = (x: number, y: number) => picture.data[(y * SIZE + x) * 4];
  const alpha = (x: number, y: number) => picture.data[(y * SIZE + x) * 4 + 3];

  expect(red(12, 12)).toBeGreaterThan(200);
  expect(red(30, 5)).toBeLessThan(90);
  expect(alpha(30, 5)).toBe(255);
  expect(alpha(30, 30)).toBe(0);
});
