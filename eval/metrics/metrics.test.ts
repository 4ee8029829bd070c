import { expect, test } from 'vitest';
import { boxRegion } from '../../src/core/regions.ts';
import { seededRandom } from '../../src/core/random.ts';
import { flat, paste } from '../../test/support/synthetic.ts';
import { isLocated, regionIou } from './located.ts';
import { fitLogistic, sigmoid } from './logistic.ts';
import { maskOf, pixelF1 } from './pixel-f1.ts';
import { auc, quantile, reliability, wilson } from './scores.ts';

const region = (x: number, y: number, width: number, height: number) => boxRegion({ x, y, width, height });

test('regions that share half of each have an IoU of one third', () => {
  expect(regionIou(region(0, 0, 100, 50), region(50, 0, 100, 50))).toBeCloseTo(1 / 3, 2);
  expect(regionIou(region(0, 0, 10, 10), region(10, 0, 10, 10))).toBe(0);
});

test('located takes either order and any two of many sides, but not one side twice', () => {
  const [a, b, far] = [{ place: 0, region: region(0, 0, 40, 40) }, { place: 1, region: region(100, 0, 40, 40) }, { place: 1, region: region(300, 0, 40, 40) }];
  const truth = { kind: 'duplicate', sides: [a, b] };

  expect(isLocated({ kind: 'duplicate', sides: [b, a] }, truth)).toBe(true);
  expect(isLocated({ kind: 'duplicate', sides: [far, b, a] }, truth)).toBe(true);
  expect(isLocated({ kind: 'copy-move', sides: [a, b] }, truth)).toBe(false);
  expect(isLocated({ kind: 'duplicate', sides: [a, far] }, truth)).toBe(false);
  expect(isLocated({ kind: 'duplicate', sides: [a] }, { kind: 'duplicate', sides: [a, a] })).toBe(false);
});

test('pixel F1 of half a mask is two thirds', () => {
  const truth = paste(flat(40, 40, 0), flat(20, 20, 255), { x: 0, y: 0 });

  expect(pixelF1(maskOf([region(0, 0, 10, 20)], 40, 40), truth)).toBeCloseTo(2 / 3);
  expect(pixelF1(maskOf([], 40, 40), truth)).toBe(0);
});

test('AUC, quantile and Wilson interval as in the textbook', () => {
  expect(auc([0.9, 0.8], [0.1, 0.8])).toBe(0.875);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
  expect(wilson(10, 10)[0]).toBeCloseTo(0.7225, 3);
});

test('reliability puts findings in their bins', () => {
  const bins = reliability([{ score: 0.95, isTrue: true }, { score: 1, isTrue: true }, { score: 0.9, isTrue: false }], 10);

  expect(bins[9]).toMatchObject({ count: 3, trueShare: 2 / 3 });
});

test('the logistic fit finds the constants the samples were drawn with', () => {
  const random = seededRandom(5);
  const samples = Array.from({ length: 6000 }, () => {
    const x = [random.next() * 10, random.next() * 2];
    return { x, isTrue: random.next() < sigmoid(-4 + 0.8 * (x[0] ?? 0) - 1 * (x[1] ?? 0)) };
  });

  const { weights, bias } = fitLogistic(samples, { ridge: 0, balanced: false });

  expect(weights[0]).toBeCloseTo(0.8, 1);
  expect(weights[1]).toBeCloseTo(-1, 0);
  expect(bias).toBeCloseTo(-4, 0);
});

test('samples that a line parts give finite weights', () => {
  const samples = Array.from({ length: 40 }, (_, i) => ({ x: [i < 20 ? 1 + i / 20 : 8 + i / 40], isTrue: i >= 20 }));

  const { weights, bias } = fitLogistic(samples);

  expect(sigmoid(bias + (weights[0] ?? 0) * 1)).toBeLessThan(0.2);
  expect(sigmoid(bias + (weights[0] ?? 0) * 9)).toBeGreaterThan(0.8);
  expect(() => fitLogistic([{ x: [1], isTrue: true }])).toThrow(RangeError);
});
