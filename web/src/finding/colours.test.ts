import { expect, test } from 'vitest';
import { colourOf } from './colours.ts';

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const c = parseInt(full.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

test.each([1, 2, 3, 4, 5, 6, 7])('the number on colour %i can be read: 4.5 : 1 or more', (number) => {
  const { fill, ink } = colourOf(number);
  const [light, dark] = [luminance(fill), luminance(ink)].sort((a, b) => b - a);

  expect(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)).toBeGreaterThanOrEqual(4.5);
});

test('colours repeat after seven', () => {
  expect(colourOf(8)).toEqual(colourOf(1));
  expect(new Set([1, 2, 3, 4, 5, 6, 7].map((number) => colourOf(number).fill)).size).toBe(7);
});
