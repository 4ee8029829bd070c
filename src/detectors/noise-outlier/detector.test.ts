import { expect, test } from 'vitest';
import { detectOnPage, insideAndOutside } from '../../../test/support/detect-page.ts';
import { asPng, edited, grain, scannedPage } from '../../../test/support/scanned-page.ts';
import noiseOutlier from './detector.ts';

const BOX = { x: 232, y: 176, width: 176, height: 64 };

test('a patch with more grain than its page, and one with less, are found', async () => {
  const scan = await scannedPage(700, 560);
  const noise = grain('patch');
  const usual = insideAndOutside(await detectOnPage(noiseOutlier, await asPng(scan)), 'grain', BOX).inside;
  for (const value of [() => 225 + 4.2 * noise(), () => 225 + 0.7 * noise()]) {
    const { inside, outside } = insideAndOutside(await detectOnPage(noiseOutlier, await asPng(edited(scan, BOX, value))), 'grain', BOX);

    expect(inside).toBeGreaterThan(1.5 * usual);
    expect(inside).toBeGreaterThan(outside);
  }
});

test('the untouched page is even', async () => {
  const { inside, outside } = insideAndOutside(await detectOnPage(noiseOutlier, await asPng(await scannedPage(700, 560))), 'grain', BOX);

  expect(Math.max(inside, outside)).toBeLessThan(8);
});

test('an empty white picture has nothing to compare', async () => {
  const white = edited(await scannedPage(600, 520), { x: 0, y: 0, width: 600, height: 520 }, () => 255);

  expect(await detectOnPage(noiseOutlier, await asPng(white))).toEqual({ abstain: 'nothing-to-compare' });
});
