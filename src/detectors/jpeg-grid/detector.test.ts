import { expect, test } from 'vitest';
import { detectOnPage, insideAndOutside, peakIn } from '../../../test/support/detect-page.ts';
import { asPng, edited, scannedPage } from '../../../test/support/scanned-page.ts';
import jpegGrid from './detector.ts';

const BOX = { x: 243, y: 171, width: 200, height: 90 };

test('a part that does not share the page’s JPEG history is found; the page itself keeps to one grid', async () => {
  const [once, never] = [await scannedPage(900, 700, 70), await scannedPage(900, 700)];
  const pasted = edited(once, BOX, (x, y) => never.data[y * 900 + x] ?? 0);

  const [forged, clean] = [await detectOnPage(jpegGrid, await asPng(pasted)), await detectOnPage(jpegGrid, await asPng(once))];

  const { inside, outside } = insideAndOutside(forged, 'offGrid', BOX);
  expect(inside).toBeGreaterThan(4);
  expect(inside).toBeGreaterThan(outside);
  expect(insideAndOutside(clean, 'offGrid', BOX).inside).toBeLessThan(inside / 2);
  const broken = insideAndOutside(forged, 'broken', BOX);
  expect(broken.inside).toBeGreaterThan(5);
  expect(broken.outside).toBeLessThan(1);
  expect(peakIn(clean, 'broken')).toBeLessThan(1);
});

test('a page that never was a JPEG has no such history', async () => {
  expect(await detectOnPage(jpegGrid, await asPng(await scannedPage(600, 520)))).toEqual({ abstain: 'no-traces' });
});
