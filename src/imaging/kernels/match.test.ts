import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { nearestRowsReference, nearestUnderWordsReference, signsReference } from './match.reference.ts';
import { nearestRows, nearestUnderWords, signRows, sortByWord } from './match.ts';

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

test.each([[{ k: 2 }], [{ k: 3, cap: 62 }], [{ k: 2, cap: 60, margin: 4 }]])('neighbours under words are those of the twin: %j', (options) => {
  const [a, b] = [signRows(rows(17, 2)), signRows(rows(23, 3))];
  const words = Uint8Array.from({ length: 17 * 2 }, (_, i) => (i % 2 === 0 ? i % 4 : (i + 2) % 4));
  const sorted = sortByWord(b, Uint8Array.from({ length: 23 }, (_, i) => (i * 7) % 4), 4);

  expect(nearestUnderWords(a, words, sorted, options)).toEqual(nearestUnderWordsReference(a, words, sorted, options));
});

test('under all words the neighbours are those of all rows', () => {
  const [a, b] = [signRows(rows(17, 2)), signRows(rows(23, 3))];
  const sorted = sortByWord(b, Uint8Array.from({ length: 23 }, (_, i) => i % 3), 3);

  expect(nearestUnderWords(a, Uint8Array.from({ length: 17 * 3 }, (_, i) => i % 3), sorted, { k: 2 })).toEqual(nearestRows(a, b, { k: 2 }));
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
