import { expect, test } from 'vitest';
import { clip, shorten } from './shorten.ts';

test('a long name keeps its start and its extension', () => {
  expect(shorten(`${'a'.repeat(5000)}.pdf`, 20)).toBe('aaaaaaaaaaaaa…aa.pdf');
});

test('what fits stays as it is', () => {
  expect(shorten('short.pdf', 20)).toBe('short.pdf');
  expect(shorten('👩‍👩‍👧‍👦'.repeat(5), 10)).toBe('👩‍👩‍👧‍👦'.repeat(5));
});

test('no letter is cut apart', () => {
  const family = '👩‍👩‍👧‍👦';

  expect(shorten(family.repeat(30), 7)).toBe(`${family.repeat(4)}…${family.repeat(2)}`);
});

test('a clipped text says that it goes on', () => {
  expect(clip('abcdef', 4)).toBe('abc…');
});
