import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { ranked } from './ranked.ts';

test.each([[0], [1], [142], [999]])('gives what stands at rank %i when sorted', (rank) => {
  const random = seededRandom('ranked');
  const values = Float32Array.from({ length: 1000 }, (_, i) => (i % 5 === 0 ? 0 : 40 * random.next() ** 4));

  expect(ranked(values, rank)).toBe(values.toSorted()[rank]);
});

test('many equal values, one value, none', () => {
  expect(ranked(new Float32Array(50).fill(2.5), 17)).toBe(2.5);
  expect(ranked(Float32Array.of(7), 0)).toBe(7);
  expect(ranked(new Float32Array(), 0)).toBeUndefined();
});
