import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { nearestRowsReference, signsReference } from './match.reference.ts';
import { nearestRows, signRows } from './match.ts';

function rows(count: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: count * 128 }, () => Math.floor(256 * random.next() ** 3));
}

test('signatures are those of the twin', () => {
  expect(signRows(rows(9, 1)).signs).toEqual(signsReference(rows(9, 1)));
});

test.each([[{ k: 2 }], [{ k: 3, cap: 62 }], [{ k: 2, cap: 60, margin: 4 }], [{ k: 5, margin: 0 }]])('neighbours are those of the twin: %j', (options) => {
  const [a, b] = [signRows(rows(17, 2)), signRows(rows(23, 3))];

  expect(nearestRows(a, b, options)).toEqual(nearestRowsReference(a, b, options));
});

test('a row finds itself at distance 0', () => {
  const a = signRows(rows(11, 4));

  const { indices, distances } = nearestRows(a, a, { k: 1 });

  expect([...indices]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(distances.every((distance) => distance === 0)).toBe(true);
});

test('nothing to find gives −1', () => {
  expect([...nearestRows(signRows(rows(1, 5)), signRows(new Uint8Array()), { k: 2 }).indices]).toEqual([-1, -1]);
});
