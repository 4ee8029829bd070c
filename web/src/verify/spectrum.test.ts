import { expect, test } from 'vitest';
import { evenSpectrum, SIDE } from './spectrum.ts';

test('a pattern that repeats every 8 px across and 16 px down stands out at its frequency and at the opposite one, and nowhere else', () => {
  let state = 1;
  const noise = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  const square = Float64Array.from({ length: SIDE * SIDE }, (_, i) => 6 * Math.cos(2 * Math.PI * ((i % SIDE) / 8 + Math.floor(i / SIDE) / 16)) + 30 * noise());
  const bright = [...evenSpectrum([square]).entries()].filter(([, v]) => v === 255).map(([i]) => [Math.abs((i % SIDE) - SIDE / 2), Math.abs(Math.floor(i / SIDE) - SIDE / 2)] as const);

  expect(bright.length).toBeGreaterThanOrEqual(2);
  const near = bright.filter(([x, y]) => Math.abs(x - 32) <= 1 && Math.abs(y - 16) <= 1);
  expect(near.length).toBeGreaterThan(0.8 * bright.length);
});
