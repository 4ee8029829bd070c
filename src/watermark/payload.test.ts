import { expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { mostLikely, payloadSigns, setCount, slotsOf, transformSlotsInto } from './payload.ts';

const CHIPS = 61_440;

test('a byte a set', () => {
  expect([0, 1, 255, 256, 65_535, 65_536, 2 ** 24 - 1].map(setCount)).toEqual([0, 1, 1, 2, 2, 3, 3]);
  expect(() => setCount(2 ** 24)).toThrow(RangeError);
  expect(() => setCount(1.5)).toThrow(RangeError);
});

test('payload 0 changes no sign', () => {
  expect(payloadSigns(0, 4096, 3).every((sign) => sign === 1)).toBe(true);
});

test('every part of the picture holds every column of every set', () => {
  const part = new Set(slotsOf(CHIPS, 3).slice(10_000, 10_000 + 3 * 512));

  expect(part.size).toBe(3 * 256);
});

test.each([[0x123456, 3], [0xabcd, 2], [0x7f, 1]])('payload %i is read back from noisy signs', (payload, sets) => {
  const random = seededRandom(payload);
  const signs = payloadSigns(payload, CHIPS, sets);
  const slots = slotsOf(CHIPS, sets);
  const sums = new Float64Array(sets * 256);
  for (let i = 0; i < CHIPS; i++) sums[slots[i] ?? 0] = (sums[slots[i] ?? 0] ?? 0) + 0.1 * (signs[i] ?? 0) + (random.next() - 0.5) * 3;
  transformSlotsInto(sums);

  expect(mostLikely(sums, 256 ** sets - 1).payload).toBe(payload);
});

test('the best payload under a limit is the best by trying all', () => {
  const random = seededRandom('limit');
  for (const largest of [0, 7, 255, 256, 700, 33_000, 65_535]) {
    const correlations = Float64Array.from({ length: 512 }, () => random.next() - 0.5);
    const value = (payload: number): number => (correlations[payload & 255] ?? 0) + (correlations[256 + (payload >> 8)] ?? 0);
    let best = 0;
    for (let payload = 1; payload <= largest; payload++) if (value(payload) > value(best)) best = payload;

    expect(mostLikely(correlations, largest)).toEqual({ payload: best, correlation: expect.closeTo(value(best), 9) as number });
  }
});
