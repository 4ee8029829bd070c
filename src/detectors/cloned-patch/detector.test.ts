import { expect, test } from 'vitest';
import { page } from '../../../test/dialects/imgauth/page.ts';
import { detectOnPage, insideAndOutside, peakIn } from '../../../test/support/detect-page.ts';
import { asPng, edited, scannedPage } from '../../../test/support/scanned-page.ts';
import clonedPatch from './detector.ts';

test('a copied word is found in both places, and nowhere else as strongly', async () => {
  const reading = await detectOnPage(clonedPatch, await page(900, 700, 'png', 90, true));

  const { inside, outside } = insideAndOutside(reading, 'exactness', { x: 461, y: 379, width: 130, height: 26 });
  expect(inside).toBeGreaterThan(8);
  expect(inside).toBeGreaterThan(0.9 * outside);
  expect(insideAndOutside(reading, 'exactness', { x: 180, y: 175, width: 130, height: 26 }).inside).toBeGreaterThan(8);
});

test('the untouched page has no copies: its letters repeat, their noise does not', async () => {
  expect(peakIn(await detectOnPage(clonedPatch, await page(900, 700, 'png')), 'exactness')).toBeLessThan(4);
});

test('letters that a camera draws on a clipped black frame repeat by nature, and so does a straight rim', async () => {
  const scan = await scannedPage(900, 700);
  const framed = edited(scan, { x: 0, y: 0, width: 900, height: 36 }, (x, y) => (y > 8 && y < 28 && x % 24 < 16 && ((x % 24) ^ y) % 5 < 2 ? 255 : 0));

  expect(peakIn(await detectOnPage(clonedPatch, await asPng(framed)), 'exactness')).toBeLessThan(6);
});

test('a page without noise is not judged: a program draws letters alike', async () => {
  const { width, height, data } = await scannedPage(600, 520);
  const flat = edited({ width, height, data }, { x: 0, y: 0, width, height }, (_, __, old) => (old > 160 ? 230 : 40));

  expect(await detectOnPage(clonedPatch, await asPng(flat))).toMatchObject({ abstain: 'born-digital' });
});
