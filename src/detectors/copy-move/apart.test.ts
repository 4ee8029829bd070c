import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { apartness } from './apart.ts';
import type { Clone } from './grow.ts';

/** Dark bands on light ground, [from, to) px in a row of 40 px height. */
function blotOf(bands: readonly (readonly [number, number])[]) {
  const data = Float32Array.from({ length: 160 * 40 }, (_, i) => (bands.some(([from, to]) => i % 160 >= from && i % 160 < to) && Math.abs(Math.floor(i / 160) - 20) < 6 ? 40 : 225));
  return { width: 160, height: 40, data };
}

/** A clone of the columns from 20 to 40, mirrored about `axis`. */
function mirroredAbout(axis: number): Clone {
  const window = { x: 0, y: 0, width: 160, height: 40 };
  const region = Uint8Array.from({ length: 160 * 40 }, (_, i) => Number(i % 160 >= 20 && i % 160 < 40 && Math.abs(Math.floor(i / 160) - 20) < 9));
  const similarity = { a: -1, b: 0, tx: 2 * axis, ty: 0, mirrored: true };
  return { similarity, region, agreement: { window } } as unknown as Clone;
}

test('the two ends of one band are one thing, two bands are two', () => {
  const oneBand = apartness(image(160, 40, 1, blotOf([[24, 136]]).data), mirroredAbout(80));
  const twoBands = apartness(image(160, 40, 1, blotOf([[24, 44], [116, 136]]).data), mirroredAbout(80));

  expect(oneBand).toBeLessThan(0.1);
  expect(twoBands).toBeGreaterThan(0.9);
});
