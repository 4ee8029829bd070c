import sharp from 'sharp';
import { expect, test } from 'vitest';
import { image } from '../core/image.ts';
import { turnUpright, type Orientation } from './upright.ts';

test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('orientation %i is turned as libvips turns it', async (orientation: Orientation) => {
  const stored = image(5, 3, 3, Uint8Array.from({ length: 45 }, (_, i) => (i * 37) % 251));
  const file = await sharp(stored.data, { raw: { width: 5, height: 3, channels: 3 } }).png().withMetadata({ orientation }).toBuffer();
  const { data, info } = await sharp(file).rotate().raw().toBuffer({ resolveWithObject: true });

  const upright = turnUpright(stored, orientation);

  expect([upright.width, upright.height, [...upright.data]]).toEqual([info.width, info.height, [...data]]);
});
