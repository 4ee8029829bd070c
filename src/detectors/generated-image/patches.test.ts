import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { toLuma } from '../../imaging/color.ts';
import { flat, micrograph, toRgb } from '../../../test/support/synthetic.ts';
import { blockiness } from './blockiness.ts';
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
