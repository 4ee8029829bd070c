import sharp from 'sharp';
import { expect, test } from 'vitest';
import { detectOnPage, insideAndOutside, peakIn } from '../../../test/support/detect-page.ts';
import { asPng, edited, grain, type Grey } from '../../../test/support/scanned-page.ts';
import resampling from './detector.ts';

const BOX = { x: 256, y: 192, width: 192, height: 160 };

function grainy(seed: string, width: number, height: number): Grey {
  const noise = grain(seed);
  return { width, height, data: Uint8Array.from({ length: width * height }, () => Math.max(0, Math.min(255, Math.round(150 + 12 * noise())))) };
}

test('a patch that was enlarged before it was pasted has a rhythm that the page lacks', async () => {
  const [page, { data, width, height }] = [grainy('page', 640, 512), grainy('patch', 150, 125)];
  const enlarged = await sharp(data, { raw: { width, height, channels: 1 } }).resize(BOX.width, BOX.height, { kernel: 'cubic' }).toColourspace('b-w').raw().toBuffer();
  const pasted = edited(page, BOX, (x, y) => enlarged[(y - BOX.y) * BOX.width + x - BOX.x] ?? 0);
  const { inside, outside } = insideAndOutside(await detectOnPage(resampling, await asPng(pasted)), 'rhythm', BOX);

  expect(inside).toBeGreaterThan(1.3 * outside);
});

test('grain alone has none, and white paper nothing to compare', async () => {
  const page = grainy('page', 640, 512);

  expect(peakIn(await detectOnPage(resampling, await asPng(page)), 'rhythm')).toBeLessThan(5);
  expect(await detectOnPage(resampling, await asPng(edited(page, { x: 0, y: 0, width: 640, height: 512 }, () => 255)))).toEqual({ abstain: 'nothing-to-compare' });
});
