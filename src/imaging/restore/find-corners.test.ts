import { expect, test } from 'vitest';
import { cornerError, photographed, printedSheet } from '../../../test/support/photographed-page.ts';
import { fractalNoise } from '../../../test/support/synthetic.ts';
import { image } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import { toLuma } from '../color.ts';
import { findCorners } from './find-corners.ts';
import { begunAt, isClockwise, ordered } from './quad.ts';
import { rectify } from './rectify.ts';

const sheet = printedSheet('form', { width: 420, height: 594 });

test.each([['slightly askew', 0.1, false], ['far askew', 0.45, false], ['in the shadow of a hand', 0.25, true]] as const)('IA-032 corners of a sheet %s, within 2 % of its side', (name, skew, shadow) => {
  const made = photographed(sheet, name, { width: 560, height: 720, skew, shadow });

  const found = findCorners(made.picture);

  expect(cornerError(found ?? [], made)).toBeLessThan(0.02);
});

test('nothing is found where there is no sheet: a table alone, a page that fills the picture', () => {
  const wood = fractalNoise(seededRandom('table'), 600, 600, 60, 4);

  expect(findCorners(image(600, 600, 3, Uint8Array.from({ length: 600 * 600 * 3 }, (_, i) => 110 + 14 * (wood[Math.floor(i / 3)] ?? 0))))).toBeUndefined();
  expect(findCorners(sheet)).toBeUndefined();
});

test('the sheet cut out along its corners has its own proportions, and its print is where it was', () => {
  const { picture, corners } = photographed(sheet, 'cut', { width: 560, height: 720, skew: 0.4, shade: 1 });

  const flat = rectify(picture, [corners[0], corners[1], corners[2], corners[3]]);

  expect(flat.width / flat.height / (420 / 594)).toBeCloseTo(1, 1.5);
  const [luma, truth] = [toLuma(flat), toLuma(sheet)];
  const darkness = (x: number, y: number, from: typeof luma): number => from.data[Math.floor(y * from.height) * from.width + Math.floor(x * from.width)] ?? 0;
  expect(darkness(0.72, 0.87, luma)).toBeLessThan(140); // the stamp
  expect(darkness(0.72, 0.87, truth)).toBeLessThan(140);
  expect(darkness(0.05, 0.5, luma)).toBeGreaterThan(200); // the margin
});

test('corners in any order become clockwise from the top left', () => {
  const [a, b, c, d] = [{ x: 10, y: 12 }, { x: 90, y: 8 }, { x: 95, y: 88 }, { x: 5, y: 92 }] as const;

  expect(ordered([c, a, d, b])).toEqual([a, b, c, d]);
  expect(isClockwise([a, b, c, d])).toBe(true);
  expect(isClockwise([a, d, c, b])).toBe(false);
  expect(isClockwise([a, c, b, d])).toBe(false);
  expect(begunAt([a, b, c, d], 1)).toEqual([b, c, d, a]);
});
