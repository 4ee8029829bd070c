import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { localDeviation, signedSlots, signedSums, weaveRows, widenRows } from './mark.ts';
import { localDeviationReference, signedSlotsReference, signedSumsReference, weaveRowsReference, widenRowsReference } from './mark.reference.ts';

const random = seededRandom('mark kernel');
const floats = (n: number, least: number, most: number): Float32Array => Float32Array.from({ length: n }, () => least + random.next() * (most - least));
const bytes = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => random.int(256));

function expectClose(actual: Float32Array | Float64Array, expected: Float32Array | Float64Array, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs((actual[i] ?? NaN) - value)).toBeLessThan(tolerance);
}

test.each([[37, 23, 3], [16, 9, 4], [5, 7, 2]])('local deviation of %i × %i, radius %i, is that of the twin', (width, height, radius) => {
  const plane = { width, height, data: floats(width * height, 0, 255) };

  expectClose(localDeviation(plane, radius), localDeviationReference(plane, radius), 2e-2);
});

test.each([31, 32, 34])('woven rows of width %i are those of the twin', (width) => {
  const first = Int32Array.from([0, 0, 1, 2, 2]);
  const job = { width, mark: floats(width * 6, -3, 3), reference: floats(width * 6, 0, 20), taps: { first, weights: floats(20, -0.1, 0.6) }, soft: 1, least: 0.3 };
  const sd = floats(width * 5, 0, 20);

  const [actual, expected] = [weaveRows(job, sd), weaveRowsReference(job, sd)];

  expectClose(actual.rows, expected.rows, 1e-4);
  expect(actual.energy / expected.energy).toBeCloseTo(1, 4);
});

test('widened rows are those of the twin', () => {
  const plane = { width: 11, height: 3, data: floats(33, -5, 5) };
  const taps = { first: Int32Array.from({ length: 29 }, (_, i) => Math.floor(i / 3) - 1), weights: floats(116, -0.2, 1) };

  expectClose(widenRows(plane, taps), widenRowsReference(plane, taps), 1e-4);
});

test('keyed sums are those of the twin', () => {
  const g = floats(8 * 333, -2, 2);
  const keys = bytes(333 * 3);
  const slots = Uint16Array.from({ length: g.length }, () => random.int(512));

  expectClose(signedSums(g, keys), signedSumsReference(g, keys), 1e-3);
  expectClose(signedSlots(g, keys.subarray(0, 333), slots, 512), signedSlotsReference(g, keys.subarray(0, 333), slots, 512), 1e-6);
});
