import { expect, test } from 'vitest';
import { equaliseTable, invertTable, levelsTable, lumaHistogram } from './lens.ts';

test('levels stretch black to white and clip beyond', () => {
  const table = levelsTable({ black: 50, white: 150, gamma: 1 });

  expect([table[0], table[50], table[100], table[150], table[255]]).toEqual([0, 0, 0.5, 1, 1]);
});

test('gamma above one brightens the middle and keeps the ends', () => {
  const table = levelsTable({ black: 0, white: 255, gamma: 2 });

  expect(table[0]).toBe(0);
  expect(table[255]).toBe(1);
  expect(table[64]).toBeGreaterThan(64 / 255);
});

test('equalising spreads two close greys to the ends', () => {
  const histogram = new Array<number>(256).fill(0);
  histogram[100] = 50;
  histogram[104] = 50;
  const table = equaliseTable(histogram);

  expect(table[100]).toBe(0);
  expect(table[104]).toBe(1);
});

test('a flat or empty picture is left as it is', () => {
  const flat = new Array<number>(256).fill(0);
  expect(equaliseTable(flat)[128]).toBeCloseTo(128 / 255);
  flat[7] = 99;
  expect(equaliseTable(flat)[128]).toBeCloseTo(128 / 255);
});

test('inverting twice is nothing', () => {
  expect(invertTable[0]).toBe(1);
  expect(invertTable[255]).toBe(0);
});

test('the histogram counts luma and skips what is transparent', () => {
  const histogram = lumaHistogram(new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 9, 9, 9, 0]));

  expect(histogram[255]).toBe(1);
  expect(histogram[0]).toBe(1);
  expect(histogram.reduce((sum, count) => sum + count)).toBe(2);
});
