import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import { toLuma } from '../color.ts';
import { measurePageBlocks } from './page-blocks.ts';

test('blocks that reach over the edge are like the others: measured on as many pixels', () => {
  const random = seededRandom('page-blocks');
  const [width, height] = [165, 131];
  const rgb = image(width, height, 3, Uint8Array.from({ length: width * height * 3 }, () => 200 + random.int(20)));
  const { columns, rows, noise, contrast } = measurePageBlocks(toLuma(rgb), rgb);

  expect([columns, rows]).toEqual([21, 17]);
  const whole = (values: Float32Array): readonly number[] => Array.from(values).filter((_, i) => i % columns > 0 && i % columns < columns - 1 && i >= columns && i < columns * (rows - 1));
  const edge = (values: Float32Array): readonly number[] => Array.from(values).filter((_, i) => i % columns === columns - 1 || i >= columns * (rows - 1));
  for (const values of [noise, contrast]) {
    expect(Math.min(...edge(values))).toBeGreaterThan(0.85 * Math.min(...whole(values)));
    expect(Math.max(...edge(values))).toBeLessThan(1.15 * Math.max(...whole(values)));
  }
});
