import { expect, test } from 'vitest';
import { detectOnPage, insideAndOutside } from '../../../test/support/detect-page.ts';
import { asPng, edited, grain, type Grey } from '../../../test/support/scanned-page.ts';
import textLine from './detector.ts';

const [WIDTH, HEIGHT] = [760, 520];
/** The third word of the sixth line. */
const WORD = { x: 268, y: 246, width: 86, height: 32 };

/** Lines of words of five letters of 10 × 18 px, grainy. */
function letters(): Grey {
  const noise = grain('letters');
  const isInk = (x: number, y: number): boolean => {
    const [u, v] = [(x - 40) % 14, (y - 50) % 40];
    const inWord = x >= 40 && x < 40 + 114 * 6 && (x - 40) % 114 < 70;
    return inWord && y >= 50 && y < HEIGHT - 40 && v < 18 && u < 10 && (u < 3 || u > 6 || (v > 7 && v < 11));
  };
  return { width: WIDTH, height: HEIGHT, data: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => Math.max(0, Math.min(255, Math.round((isInk(i % WIDTH, Math.floor(i / WIDTH)) ? 60 : 225) + 4 * noise())))) };
}

test('a word that stands under the foot of its line is found, and so is one in paler ink', async () => {
  const scan = letters();
  const moved = edited(scan, WORD, (x, y, old) => (y < WORD.y + 4 ? old : scan.data[(y - 4) * WIDTH + x] ?? 0));
  const pale = edited(scan, WORD, (_, __, old) => (old < 140 ? old + 40 : old));

  const foot = insideAndOutside(await detectOnPage(textLine, await asPng(moved)), 'foot', WORD);
  const ink = insideAndOutside(await detectOnPage(textLine, await asPng(pale)), 'ink', WORD);
  const untouched = await detectOnPage(textLine, await asPng(scan));

  expect(foot.inside).toBeGreaterThan(5);
  expect(foot.inside).toBeGreaterThan(1.5 * foot.outside);
  expect(ink.inside).toBeGreaterThan(5);
  expect(ink.inside).toBeGreaterThan(1.5 * ink.outside);
  expect(insideAndOutside(untouched, 'foot', WORD).inside).toBeLessThan(3);
  expect(insideAndOutside(untouched, 'ink', WORD).inside).toBeLessThan(3);
});

test('a page with few words in lines has nothing to compare', async () => {
  const empty = edited(letters(), { x: 0, y: 0, width: WIDTH, height: HEIGHT - 90 }, () => 225);

  expect(await detectOnPage(textLine, await asPng(empty))).toEqual({ abstain: 'nothing-to-compare' });
});
