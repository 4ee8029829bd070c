import { expect, test } from 'vitest';
import { detectOnPage, insideAndOutside, peakIn } from '../../../test/support/detect-page.ts';
import { asPng, edited, grain, scannedPage } from '../../../test/support/scanned-page.ts';
import erasedBackground from './detector.ts';

const BOX = { x: 240, y: 170, width: 160, height: 60 };

test('a word painted over with one grey, or smoothed away, is found where it was', async () => {
  const scan = await scannedPage(700, 560);
  for (const [layer, value] of [['constant', () => 225], ['smooth', (x: number, y: number) => 224 + 0.6 * Math.sin((x + y) / 9)]] as const) {
    const reading = await detectOnPage(erasedBackground, await asPng(edited(scan, BOX, value)));

    const { inside, outside } = insideAndOutside(reading, layer, BOX);
    expect(inside, layer).toBeGreaterThan(4);
    expect(inside, layer).toBeGreaterThan(outside);
  }
});

test('a word taken out with grain of the same strength put in leaves nothing for it', async () => {
  const noise = grain('fill');
  const scan = await scannedPage(700, 560);
  const [clean, filled] = [await detectOnPage(erasedBackground, await asPng(scan)), await detectOnPage(erasedBackground, await asPng(edited(scan, BOX, () => 225 + 2.5 * noise())))];

  expect(insideAndOutside(filled, 'constant', BOX).inside).toBeLessThan(1.5 * Math.max(4, peakIn(clean, 'constant')));
});

test('paper without grain is not judged, nor a page with too little paper', async () => {
  const scan = await scannedPage(700, 560);
  const whole = { x: 0, y: 0, width: 700, height: 560 };

  expect(await detectOnPage(erasedBackground, await asPng(edited(scan, whole, (_, __, old) => (old > 160 ? 230 : 40))))).toMatchObject({ abstain: 'born-digital' });
  expect(await detectOnPage(erasedBackground, await asPng(edited(scan, whole, () => 255)))).toMatchObject({ abstain: 'nothing-to-compare' });
});
