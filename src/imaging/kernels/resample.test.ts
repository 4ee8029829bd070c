import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { averageRowsReference, resamplePlaneReference } from './resample.reference.ts';
import { averageRows, resamplePlane, type AxisTaps } from './resample.ts';

const random = seededRandom('resample kernel');
const floats = (n: number): Float32Array => Float32Array.from({ length: n }, () => 300 * random.next() - 20);

/** From `from` samples to `to`; some taps lie beyond the edges, some weights are 0. */
function tapsOf(from: number, to: number, taps: number): AxisTaps {
  return { taps, first: Int32Array.from({ length: to }, (_, i) => Math.floor((i * from) / to) - 1), weights: Float32Array.from({ length: taps * to }, (_, i) => (i % 5 === 4 ? 0 : random.next() - 0.2)) };
}

test.each([[37, 23, 11, 9], [5, 4, 30, 17], [7000, 130, 90, 70], [9, 1, 4, 1]])('%i × %i at %i × %i is that of the twin, to the last bit', (width, height, toWidth, toHeight) => {
  const plane = { width, height, data: floats(width * height) };
  const [across, down] = [tapsOf(width, toWidth, 4), tapsOf(height, toHeight, 3)];

  expect(resamplePlane(plane, across, down)).toEqual(resamplePlaneReference(plane, across, down));
});

test.each([[37, 6, 11], [64, 5, 16], [10, 3, 10], [1001, 2, 400]])('%i samples in %i rows averaged to %i are those of the twin, to the last bit', (width, count, to) => {
  const rows = floats(width * count);

  expect(averageRows(rows, width, to)).toEqual(averageRowsReference(rows, width, to));
});

test('says what does not fit', () => {
  const taps = tapsOf(4, 2, 3);

  expect(() => resamplePlane({ width: 4, height: 4, data: floats(15) }, taps, taps)).toThrow(/4 × 4/);
  expect(() => averageRows(floats(10), 4, 2)).toThrow(/rows of 4/);
});
