import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { blot, box, crop, paste, toLuma } from '../../../test/support/synthetic.ts';
import { evidenceMap } from './evidence-map.ts';
import { examine } from './examine.ts';

const SEAM = 163;

test('the cells along a seam are the reddest, from top to bottom', () => {
  const joined = toLuma(paste(blot('whole', 360, 150), crop(blot('other', 360, 150), box(SEAM, 0, 360 - SEAM, 150)), { x: SEAM, y: 0 }));
  const { groups } = examine({ luma: joined, mask: image(360, 150, 1, new Uint8Array(360 * 150)) });

  const cells = evidenceMap(groups.upright, false);
  const along = cells.filter(({ box: { x, width } }) => x - 1 <= SEAM && x + width + 1 >= SEAM);

  expect(new Set(along.map(({ box: { y } }) => y)).size).toBeGreaterThanOrEqual(8);
  expect(along.every(({ score }) => score > 0 && score <= 1)).toBe(true);
  expect(along.map(({ score }) => score).toSorted().at(-1)).toBe(cells[0]?.score);
});
