import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { applyTone, tensorCells, toneSums } from './tone.ts';
import { applyToneReference, tensorCellsReference, toneSumsReference } from './tone.reference.ts';

const random = seededRandom('tone kernel');
const [width, height] = [45, 31];
const floats = (n: number, least = 0, most = 255): Float32Array => Float32Array.from({ length: n }, () => least + random.next() * (most - least));
const [t, q] = [floats(width * height, -5, 262), floats(width * height)];
const use = Uint8Array.from({ length: width * height }, () => (random.next() < 0.9 ? 1 : 0));
const curve = floats(64);

function expectClose(actual: Float32Array | Float64Array, expected: Float32Array | Float64Array, share: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs((actual[i] ?? NaN) - value)).toBeLessThanOrEqual(share * Math.max(1, Math.abs(value)));
}

test('sums by tone are those of the twin', () => {
  const [actual, expected] = [toneSums(t, q, use, { curve, most: 60, stride: 3 }), toneSumsReference(t, q, use, { curve, most: 60, stride: 3 })];

  expectClose(actual.sums, expected.sums, 1e-6);
  expect(actual.absolute / expected.absolute).toBeCloseTo(1, 6);
});

test('an applied curve is that of the twin', () => {
  expectClose(applyTone(t, curve), applyToneReference(t, curve), 1e-5);
});

test.each([4, 8])('tensors by cells of %i px are those of the twin', (cell) => {
  const [actual, expected] = [tensorCells({ width, height, data: t }, q, use, { scale: 20, cell }), tensorCellsReference({ width, height, data: t }, q, use, { scale: 20, cell })];

  expect([actual.width, actual.height]).toEqual([expected.width, expected.height]);
  expectClose(actual.data, expected.data, 2e-3);
});
