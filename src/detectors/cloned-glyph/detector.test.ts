import { expect, test } from 'vitest';
import { page } from '../../../test/dialects/imgauth/page.ts';
import { detectOnPage, insideAndOutside, peakIn } from '../../../test/support/detect-page.ts';
import { asPng, edited, scannedPage } from '../../../test/support/scanned-page.ts';
import clonedGlyph from './detector.ts';

test('the letters of a copied word are twins in both places, also in a JPEG; those of the untouched page are not', async () => {
  const [untouched, reading] = [await detectOnPage(clonedGlyph, await page(900, 700, 'jpeg')), await detectOnPage(clonedGlyph, await page(900, 700, 'jpeg', 90, true))];
  const { inside, outside } = insideAndOutside(reading, 'same', { x: 461, y: 379, width: 130, height: 26 });

  expect(inside).toBeGreaterThan(1.5 * peakIn(untouched, 'same'));
  expect(inside).toBeGreaterThan(0.9 * outside);
  expect(insideAndOutside(reading, 'same', { x: 180, y: 175, width: 130, height: 26 }).inside).toBeGreaterThan(1.5 * peakIn(untouched, 'same'));
});

test('a page that repeats by nature is not judged', async () => {
  const scan = await scannedPage(600, 520);
  const rendered = edited(scan, { x: 0, y: 0, width: 600, height: 520 }, (x, y) => (x % 24 < 12 && y % 40 < 20 && ((x % 24) * (y % 40)) % 7 < 4 ? 40 : 230));

  expect(await detectOnPage(clonedGlyph, await asPng(rendered))).toEqual({ abstain: 'born-digital' });
});
