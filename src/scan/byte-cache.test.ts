import { expect, test } from 'vitest';
import { byteCache } from './byte-cache.ts';

test('what was used longest ago goes first, and no more than the bound stays', () => {
  const cache = byteCache<string>(10);
  cache.keep('a', 'A', 4);
  cache.keep('b', 'B', 4);
  expect(cache.get('a')).toBe('A');

  cache.keep('c', 'C', 4);

  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
});

test('a value that alone passes the bound stays until the next one comes; kept anew, it counts once', () => {
  const cache = byteCache<string>(10);
  cache.keep('large', 'L', 50);
  expect(cache.get('large')).toBe('L');

  cache.keep('a', 'A', 4);
  cache.keep('a', 'A2', 6);
  cache.keep('b', 'B', 4);

  expect([cache.get('large'), cache.get('a'), cache.get('b')]).toEqual([undefined, 'A2', 'B']);
});
