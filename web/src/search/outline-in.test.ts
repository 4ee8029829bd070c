import { expect, test } from 'vitest';
import { isInside, outlineIn, toMatrix } from './outline-in.ts';

const SIZE = { width: 100, height: 50 };

test('the corners go where the transform takes them, and back', () => {
  const half = toMatrix([0.5, 0, 10, 0, 0.5, 20, 0, 0, 1]);
  if (!half) throw new Error('no matrix');

  expect(outlineIn(SIZE, half)).toEqual([{ x: 10, y: 20 }, { x: 60, y: 20 }, { x: 60, y: 45 }, { x: 10, y: 45 }]);
  expect(outlineIn(SIZE, half, 'back')).toEqual([{ x: -20, y: -40 }, { x: 180, y: -40 }, { x: 180, y: 60 }, { x: -20, y: 60 }]);
});

test('an image within the outline as a whole is told from one that is crossed by it', () => {
  const around = [{ x: -5, y: -5 }, { x: 105, y: -5 }, { x: 105, y: 55 }, { x: -5, y: 55 }];

  expect([isInside(SIZE, around), isInside(SIZE, around.map(({ x, y }) => ({ x: x + 20, y })))]).toEqual([true, false]);
});

test('nothing is drawn of what has no outline', () => {
  expect(outlineIn(SIZE, [1, 0, 0, 0, 1, 0, -0.02, 0, 1])).toBeUndefined();
  expect(outlineIn(SIZE, [0, 0, 0, 0, 0, 0, 0, 0, 0], 'back')).toBeUndefined();
  expect([toMatrix([1, 2]), toMatrix([1, 0, 0, 0, 1, 0, 0, 0, Number.NaN])]).toEqual([undefined, undefined]);
});
