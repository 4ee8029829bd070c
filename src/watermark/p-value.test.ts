import { expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { log10AfterTrials, log10Tail } from './p-value.ts';

test('thresholds are those of the published bound', () => {
  expect(log10AfterTrials(5.37, 8)).toBeCloseTo(-6, 1);
  expect(log10AfterTrials(7.83, 8 * 2 ** 24)).toBeCloseTo(-6, 1);
  expect(log10Tail(0)).toBe(0);
  expect(log10Tail(-3)).toBe(0);
  expect(log10Tail(120)).toBeLessThan(-3100);
});

test('falls as x grows and never exceeds Hoeffding', () => {
  for (let t = 0.1; t < 40; t += 0.1) {
    expect(log10Tail(t)).toBeGreaterThanOrEqual(log10Tail(t + 0.1));
    expect(log10Tail(t)).toBeLessThanOrEqual((-t * t) / 2 / Math.LN10 + 1e-12);
  }
});

test.each([['even weights', () => 1], ['a few heavy weights', (i: number) => (i < 3 ? 30 : 1)], ['falling weights', (i: number) => 1 / (i + 1)]] as const)('holds for sums of random signs with %s', (_, weight) => {
  const random = seededRandom('signs');
  const g = Array.from({ length: 200 }, (_unused, i) => weight(i));
  const norm = Math.hypot(...g);
  const draws = 20_000;

  const x = Array.from({ length: draws }, () => g.reduce((sum, v) => sum + (random.next() < 0.5 ? v : -v), 0) / norm);

  for (const t of [0.5, 1, 1.5, 2, 2.5, 3]) {
    const bound = 10 ** log10Tail(t);
    expect(x.filter((v) => v >= t).length / draws).toBeLessThanOrEqual(bound + 3 * Math.sqrt(bound / draws));
  }
});
