import { expect, test } from 'vitest';
import { image, type LumaImage, type MaskImage } from '../../core/image.ts';
import { bandRows } from './band-rows.ts';

const [width, height] = [320, 120];

function page(darkness: (x: number, y: number) => number): [MaskImage, LumaImage] {
  const luma = Float32Array.from({ length: width * height }, (_, i) => 255 - Math.min(255, Math.max(0, darkness(i % width, Math.floor(i / width)))));
  return [image(width, height, 1, Uint8Array.from(luma, (value) => (value < 246 ? 1 : 0))), image(width, height, 1, luma)];
}

const centres = [60, 110, 160, 210];
const band = (x: number, y: number, at: number): number => 230 * Math.exp(-(((x - at) / 17) ** 4) - ((y - 50) / 7) ** 2);

test('soft bands in a row on the paper are one strip, with some ground around', () => {
  const [strip, ...others] = bandRows(...page((x, y) => centres.reduce((sum, at) => sum + band(x, y, at), 0)));

  expect(others).toEqual([]);
  expect(strip?.x).toBeGreaterThan(20);
  expect(strip?.x).toBeLessThan(45);
  expect((strip?.x ?? 0) + (strip?.width ?? 0)).toBeGreaterThan(225);
  expect(strip?.y).toBeLessThan(42);
  expect((strip?.y ?? 0) + (strip?.height ?? 0)).toBeGreaterThan(58);
});

test.each([
  ['bars with hard edges', (x: number, y: number) => (centres.some((at) => Math.abs(x - at) <= 18) && Math.abs(y - 50) <= 10 ? 230 : 0)],
  ['words, dark and light in turn', (x: number, y: number) => centres.reduce((sum, at) => sum + band(x, y, at), 0) * (x % 8 < 4 ? 1 : 0.3)],
  ['a single band and its neighbour', (x: number, y: number) => band(x, y, 60) + band(x, y, 110)],
  ['bands that stand on a slope', (x: number, y: number) => centres.reduce((sum, at, i) => sum + 230 * Math.exp(-(((x - at) / 17) ** 4) - ((y - 20 - 24 * i) / 7) ** 2), 0)],
])('%s are none', (_, darkness) => {
  expect(bandRows(...page(darkness))).toEqual([]);
});
