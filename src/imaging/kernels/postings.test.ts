import { expect, test } from 'vitest';
import { randomBytes } from '../../../test/support/random.ts';
import { nearPostingsReference } from './postings.reference.ts';
import { nearPostings } from './postings.ts';

const list = randomBytes(16 * 900, { seed: 'postings' });
const asked = {
  first: Int32Array.of(0, 300, 899, 10), count: Int32Array.of(300, 500, 1, 0),
  signatures: new Uint32Array(randomBytes(32, { seed: 'asked' }).buffer),
};

test.each([[22], [30], [64]])('finds what the twin finds at %d bits', (most) => {
  const found = nearPostings(list, asked, most);

  expect(found).toEqual(nearPostingsReference(list, asked, most));
  if (most === 64) expect(found.count).toBe(801);
  if (most === 30) expect(found.count).toBeGreaterThan(100);
});

test('gives all when there are more than it has room for at first', () => {
  const many = { first: new Int32Array(100), count: new Int32Array(100).fill(900), signatures: new Uint32Array(200) };

  expect(nearPostings(list, many, 64).count).toBe(90_000);
});
