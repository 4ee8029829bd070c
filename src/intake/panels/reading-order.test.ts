import { expect, test } from 'vitest';
import { inReadingOrder } from './reading-order.ts';

const at = (name: string, x: number, y: number, width = 100, height = 80) => ({ name, box: { x, y, width, height } });

test('row by row, left to right, though the tops of a row are not level', () => {
  const items = [at('d', 0, 130), at('c', 220, 4), at('a', 0, 9), at('e', 120, 121), at('b', 110, 0)];

  expect(inReadingOrder(items).map(({ name }) => name).join('')).toBe('abcde');
});

test('a tall panel stands in the row of its top', () => {
  expect(inReadingOrder([at('c', 0, 100), at('b', 110, 0, 100, 180), at('a', 0, 0)]).map(({ name }) => name).join('')).toBe('abc');
});
