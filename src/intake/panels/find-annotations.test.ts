import { expect, test } from 'vitest';
import type { Box } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import { blankFigure, fill, paint, paintBands, paintCells, paintLetter } from '../../../test/support/painted-figure.ts';
import { findAnnotations } from './find-annotations.ts';
import { rasterMask } from './raster-mask.ts';

const whole = { x: 0, y: 0, width: 400, height: 300 };
const masked = (panel: RgbImage, panelClass: Parameters<typeof findAnnotations>[1]) => rasterMask(findAnnotations(panel, panelClass, whole), whole);
const share = (mask: { width: number; data: Uint8Array }, { x, y, width, height }: Box): number => {
  let covered = 0;
  for (let v = y; v < y + height; v++) for (let u = x; u < x + width; u++) covered += mask.data[v * mask.width + u] ?? 0;
  return covered / (width * height);
};
const cells = (look: 'fluorescence' | 'stained'): RgbImage => {
  const panel = blankFigure(400, 300);
  paintCells(panel, whole, seededRandom(`annotations ${look}`), look);
  return panel;
};

test('cells without any print are not masked', () => {
  expect(findAnnotations(cells('fluorescence'), 'fluorescence', whole)).toEqual([]);
  expect(findAnnotations(cells('stained'), 'bright-field', whole)).toEqual([]);
});

test('a word is masked to its last letter, also where the ink is weaker', () => {
  const panel = cells('fluorescence');
  const letters = Array.from({ length: 6 }, (_, i) => ({ x: 150 + i * 14, y: 140, width: 10, height: 14 }));
  for (const [i, box] of letters.entries()) paintLetter(panel, box, i < 3 ? [255, 255, 255] : [225, 225, 225].map((v) => v - 50) as [number, number, number]);

  const mask = masked(panel, 'fluorescence');

  for (const box of letters) expect(share(mask, box)).toBe(1);
});

test('a dashed line is masked, and with it the scale bar', () => {
  const panel = cells('fluorescence');
  const dashes = Array.from({ length: 12 }, (_, i) => ({ x: 200, y: 10 + i * 20, width: 3, height: 11 }));
  const bar = { x: 310, y: 280, width: 70, height: 6 };
  for (const box of [...dashes, bar]) fill(panel, box, [255, 255, 255]);

  const mask = masked(panel, 'fluorescence');

  for (const box of [...dashes, bar]) expect(share(mask, box)).toBe(1);
});

test('a blown-out nucleus is not masked', () => {
  const panel = cells('fluorescence');
  const nucleus = { x: 180, y: 120, width: 48, height: 48 };
  paint(panel, nucleus, (u, v) => {
    const level = Math.min(255, 500 * Math.exp(-((u - 24) ** 2 + (v - 24) ** 2) / 160));
    return [level, level, level];
  });

  expect(share(masked(panel, 'fluorescence'), nucleus)).toBe(0);
});

test('bands are not masked, the arrow-like letter above them is', () => {
  const panel = blankFigure(400, 300, 205);
  paintBands(panel, whole, seededRandom('bands'), 7);
  const band = { x: 0, y: 130, width: 400, height: 40 };
  const letters = [0, 1].map((i) => ({ x: 20 + i * 13, y: 12, width: 9, height: 14 }));
  for (const box of letters) paintLetter(panel, box, [0, 0, 0]);

  const mask = masked(panel, 'blot');

  expect(share(mask, band)).toBe(0);
  for (const box of letters) expect(share(mask, box)).toBe(1);
});

test('a scale bar alone in the corner of a blot is masked, a bar among its bands is not', () => {
  const panel = blankFigure(400, 300, 205);
  paintBands(panel, whole, seededRandom('bands'), 7);
  const bar = { x: 310, y: 282, width: 70, height: 4 };
  fill(panel, bar, [0, 0, 0]);
  const among = { x: 150, y: 150, width: 70, height: 4 };
  const other = blankFigure(400, 300, 205);
  fill(other, among, [0, 0, 0]);

  expect(share(masked(panel, 'blot'), bar)).toBe(1);
  expect(share(masked(panel, 'blot'), { x: 0, y: 130, width: 400, height: 40 })).toBe(0);
  expect(share(masked(other, 'blot'), among)).toBe(0);
});

test('a line of the gutter at the border does not pass for more bars', () => {
  const panel = cells('fluorescence');
  const bar = { x: 310, y: 282, width: 70, height: 4 };
  for (const box of [bar, { x: 0, y: 299, width: 80, height: 1 }, { x: 120, y: 299, width: 250, height: 1 }]) fill(panel, box, [255, 255, 255]);

  expect(share(masked(panel, 'fluorescence'), bar)).toBe(1);
});

test('regions are in the pixels of the figure', () => {
  const panel = cells('stained');
  fill(panel, { x: 300, y: 280, width: 80, height: 5 }, [0, 0, 0]);

  const at = findAnnotations(panel, 'bright-field', { x: 1000, y: 2000, width: 400, height: 300 });

  expect(at.map(({ polygon }) => polygon[0])).toEqual([{ x: 1298, y: 2278 }]);
});
