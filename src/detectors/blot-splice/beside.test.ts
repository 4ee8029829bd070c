import { expect, test } from 'vitest';
import { bothSidesAt } from './beside.ts';

/** Groups of rows: bands of every third group, up to column `to`. */
function binned(to: number) {
  const [rows, width] = [18, 60];
  return { rows, width, data: Float32Array.from({ length: rows * width }, (_, i) => (Math.floor(i / width) % 3 === 0 && i % width < to ? 60 : 200)) };
}

test('where a lane ends nothing lies beyond; where bands go on, both sides vary', () => {
  expect(bothSidesAt(binned(30), 30)).toBeLessThan(0.1);
  expect(bothSidesAt(binned(60), 30)).toBeGreaterThan(0.9);
});
