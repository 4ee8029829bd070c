import { expect, test } from 'vitest';
import { detectOnPage, insideAndOutside } from '../../../test/support/detect-page.ts';
import { asPng, edited, scannedPage } from '../../../test/support/scanned-page.ts';
import inkOutlier from './detector.ts';

const LINE = { x: 36, y: 278, width: 320, height: 24 };

test('words in paler ink than the page’s are found', async () => {
  const scan = await scannedPage(900, 700);
  const paler = edited(scan, LINE, (_, __, old) => (old < 200 ? 225 - 0.45 * (225 - old) : old));

  const [forged, clean] = [await detectOnPage(inkOutlier, await asPng(paler)), await detectOnPage(inkOutlier, await asPng(scan))];

  const { inside, outside } = insideAndOutside(forged, 'darkness', LINE);
  expect(inside).toBeGreaterThan(4);
  expect(inside).toBeGreaterThan(outside);
  expect(insideAndOutside(clean, 'darkness', LINE).inside).toBeLessThan(inside / 2);
});

test('fewer than a dozen words cannot be compared', async () => {
  const empty = edited(await scannedPage(600, 520), { x: 0, y: 60, width: 600, height: 460 }, () => 225);
  const nothing = edited(empty, { x: 0, y: 0, width: 600, height: 60 }, () => 225);

  expect(await detectOnPage(inkOutlier, await asPng(nothing))).toEqual({ abstain: 'nothing-to-compare' });
});
