import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readLumaSteps } from './luma-steps.ts';
import { readJpeg } from './read.ts';

const picture = sharp({ create: { width: 40, height: 24, channels: 3, background: '#7a3' } });

test.each([{ progressive: false }, { progressive: true }])('the steps are those that the whole reader finds: %o', async ({ progressive }) => {
  const bytes = new Uint8Array(await picture.clone().jpeg({ quality: 63, progressive }).toBuffer());

  expect(readLumaSteps(bytes, 1e6)).toEqual(readJpeg(bytes, { maxPixels: 1e6 }).components[0]?.quantisation);
  expect(readLumaSteps(bytes.subarray(0, 60), 1e6)).toBeUndefined();
  expect(readLumaSteps(bytes, 100)).toBeUndefined();
});

test('what is no JPEG has none', () => {
  expect(readLumaSteps(new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 1e6)).toBeUndefined();
});
