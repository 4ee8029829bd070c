import { expect, test } from 'vitest';
import { detectOnPage, insideAndOutside } from '../../../test/support/detect-page.ts';
import { asPng, edited, grain, scannedPage } from '../../../test/support/scanned-page.ts';
import paperTone from './detector.ts';

const BOX = { x: 232, y: 176, width: 176, height: 64 };

test('a fill that is six greys off the paper is found where it is; the untouched page has no such step', async () => {
  const scan = await scannedPage(700, 560);
  const noise = grain('tone');

  const [filled, clean] = [await detectOnPage(paperTone, await asPng(edited(scan, BOX, () => 219 + 2.5 * noise()))), await detectOnPage(paperTone, await asPng(scan))];

  const { inside, outside } = insideAndOutside(filled, 'tone', BOX);
  expect(inside).toBeGreaterThan(6);
  expect(inside).toBeGreaterThan(outside);
  expect(insideAndOutside(clean, 'tone', BOX).inside).toBeLessThan(inside / 2);
});

test('a picture with hardly any plain ground has nothing to compare', async () => {
  const noise = grain('everywhere');
  const busy = edited(await scannedPage(600, 520), { x: 0, y: 0, width: 600, height: 520 }, () => 128 + 60 * noise());

  expect(await detectOnPage(paperTone, await asPng(busy))).toEqual({ abstain: 'nothing-to-compare' });
});
