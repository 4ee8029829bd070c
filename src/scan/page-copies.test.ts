import { expect, test } from 'vitest';
import { crop, encodeJpeg, encodePng, flat, paste, photo } from '../../test/support/synthetic.ts';
import { BLOCK } from '../imaging/pages/block-map.ts';
import { copiesOn } from './page-copies.ts';
import { readPage } from './page-input.ts';
import { readingsOf } from './page-readings.ts';

const HERE = { x: 40, y: 30, width: 100, height: 70 };
const THERE = { x: 240, y: 160 };
const picture = photo('page-copies', 380, 260);
const read = async (shown: Parameters<typeof encodeJpeg>[0]) => readPage(new Uint8Array(await encodeJpeg(shown, 90)), 'jpeg', 1e6);

test('a part copied within a photograph is marked at both its places; without a copy nothing is', async () => {
  const [forged, clean] = await Promise.all([paste(picture, crop(picture, HERE), THERE), picture].map(read));
  if (!forged || !clean) throw new RangeError('two pictures');
  expect(forged.subject).toBe('photograph');

  const [found, nothing] = [copiesOn(forged), copiesOn(clean)];

  const at = (reading: ReturnType<typeof copiesOn>, x: number, y: number): number | undefined => {
    const map = 'layers' in reading ? reading.layers?.['copied'] : undefined;
    return map?.values[Math.floor(y / BLOCK) * map.columns + Math.floor(x / BLOCK)];
  };
  for (const { x, y } of [HERE, THERE]) expect(at(found, x + HERE.width / 2, y + HERE.height / 2)).toBeGreaterThan(4);
  expect('layers' in nothing && Math.max(...(nothing.layers?.['copied']?.values ?? []))).toBeLessThan(2);
});

test('what a program draws repeats by nature and is not asked; letters are not asked of a photograph', async () => {
  const icon = paste(flat(24, 24, 40), flat(8, 14, 200), { x: 6, y: 4 });
  const screen = paste(paste(flat(300, 200, 255), icon, { x: 40, y: 40 }), icon, { x: 200, y: 120 });
  const drawn = await readPage(new Uint8Array(await encodePng(screen)), 'png', 1e6);

  expect(copiesOn(drawn)).toEqual({ abstain: 'born-digital' });
  expect((await readingsOf(drawn)).find(({ detector }) => detector === 'text-line')?.reading).toEqual({ abstain: 'photograph' });
});
