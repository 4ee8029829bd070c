import { expect, test } from 'vitest';
import type { Matrix } from '../../core/geometry.ts';
import { seededRandom } from '../../core/random.ts';
import { warpedReference, warpedWithFlowReference } from './warp.reference.ts';
import { warped, warpedWithFlow, type Flow, type Warped } from './warp.ts';

const random = seededRandom('warp kernel');
const source = { width: 37, height: 29, data: Float32Array.from({ length: 37 * 29 }, () => 255 * random.next()) };
const target = { width: 31, height: 33 };
const MATRICES: readonly (readonly [string, Matrix])[] = [
  ['turned and shifted', [0.9, -0.3, 6, 0.25, 0.95, -2, 0, 0, 1]],
  ['in perspective', [1.05, 0.04, -1, -0.03, 0.98, 2, 0.001, -0.002, 1]],
];

function expectSame(actual: Warped, expected: Warped): void {
  // A centre that falls on the border within rounding may be judged either way.
  const differ = actual.inside.reduce((sum, value, i) => sum + (value === expected.inside[i] ? 0 : 1), 0);
  expect(differ).toBeLessThanOrEqual(2);
  for (const [i, value] of expected.data.entries()) {
    if (actual.inside[i] === expected.inside[i]) expect(Math.abs((actual.data[i] ?? NaN) - value)).toBeLessThan(0.02);
  }
}

test.each(MATRICES)('an image %s is that of the twin', (_, matrix) => {
  const expected = warpedReference(source, matrix, target);

  expectSame(warped(source, matrix, target), expected);
  expect(expected.inside.some((value) => value === 0) && expected.inside.some((value) => value === 1)).toBe(true);
});

test.each(MATRICES)('with a displacement of up to 3 px, an image %s is that of the twin', (_, matrix) => {
  const flow: Flow = { width: 5, height: 4, cell: 8, data: Float32Array.from({ length: 40 }, () => 6 * random.next() - 3) };

  const expected = warpedWithFlowReference(source, matrix, flow, target);

  expectSame(warpedWithFlow(source, matrix, flow, target), expected);
  expect(expected.data).not.toEqual(warpedReference(source, matrix, target).data);
});
