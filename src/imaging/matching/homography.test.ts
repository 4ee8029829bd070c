import { expect, test } from 'vitest';
import { applyTo, type Matrix } from '../../core/geometry.ts';
import { seededRandom } from '../../core/random.ts';
import { fitHomography } from './homography.ts';
import type { PointPair } from './similarity.ts';

const TRUE: Matrix = [0.9, 0.2, 30, -0.15, 1.1, 12, 0.0004, -0.0002, 1];

test('gives back the homography that made the pairs', () => {
  const random = seededRandom(3);
  const pairs = Array.from({ length: 20 }, (): PointPair => {
    const [x, y] = [random.next() * 500, random.next() * 400];
    const { x: u, y: v } = applyTo(TRUE, { x, y });
    return [x, y, u, v];
  });

  fitHomography(pairs)?.forEach((value, i) => expect(value).toBeCloseTo(TRUE[i] ?? 0, 6));
  expect(fitHomography(pairs)).toBeDefined();
});

test('abstains from three pairs and from a line', () => {
  expect(fitHomography([[0, 0, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]])).toBeUndefined();
  expect(fitHomography(Array.from({ length: 9 }, (_, i): PointPair => [i, 2 * i, i, 2 * i]))).toBeUndefined();
});
