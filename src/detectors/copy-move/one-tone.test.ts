import { expect, test } from 'vitest';
import { trustInTone } from './one-tone.ts';

test('clones are trusted, lanes that are only alike are not', () => {
  expect(trustInTone(0.99)).toBe(1);
  expect(trustInTone(0.96)).toBeLessThan(0.5);
  expect(trustInTone(0.9)).toBe(0);
});
