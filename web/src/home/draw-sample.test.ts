import { expect, test } from 'vitest';
import { computeField } from './draw-sample.ts';

test('the same seed draws the same field, in the range of greys, with texture', () => {
  const field = computeField(380, 320, 7);
  const mean = field.reduce((sum, grey) => sum + grey) / field.length;
  const spread = Math.sqrt(field.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / field.length);

  expect(computeField(380, 320, 7)).toEqual(field);
  expect(computeField(380, 320, 8)).not.toEqual(field);
  expect(Math.min(...field)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...field)).toBeLessThanOrEqual(255);
  expect(spread).toBeGreaterThan(10);
});
