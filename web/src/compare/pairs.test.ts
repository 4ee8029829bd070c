import { expect, test } from 'vitest';
import { applyTo, type Matrix } from '../../../src/core/geometry.ts';
import { boxRegion } from '../../../src/core/regions.ts';
import { boxToShow, contentBox, pairsOf, placeSecond } from './pairs.ts';

const side = (image: string, x: number, y: number, size = 100) => ({ image, region: boxRegion<'figure'>({ x, y, width: size, height: size }) });
const quarterTurn: Matrix = [0, -1, 500, 1, 0, 40, 0, 0, 1];
const link = (from: number, to: number) => ({ from, to, transform: quarterTurn, score: 0.5, measures: { zncc: { value: 0.9, unit: '1' } }, matches: [] }) as const;
const finding = { sides: [side('f1', 0, 0), side('f2', 400, 40), side('f3', 9, 9)], transform: quarterTurn, measures: { overlap: { value: 1, unit: '1' } }, score: 0.9 } as const;

test('each link is a pair, with the measures of both the finding and the link', () => {
  const [pair] = pairsOf({ ...finding, links: [link(0, 1)] });

  expect(pair).toMatchObject({ from: { image: 'f1' }, to: { image: 'f2' }, measures: { overlap: { value: 1 }, zncc: { value: 0.9 } } });
});

test('a side that no link reaches is still shown beside the first', () => {
  expect(pairsOf({ ...finding, links: [link(0, 1)] }).map(({ to, transform }) => [to.image, transform !== undefined])).toEqual([['f2', true], ['f3', false]]);
});

test('without links the finding\'s own transform pairs the first two', () => {
  expect(pairsOf({ ...finding, links: [] })[0]?.transform).toBe(quarterTurn);
});

test('one side alone makes no pair', () => {
  expect(pairsOf({ ...finding, sides: [side('f1', 0, 0)], links: [] })).toEqual([]);
});

test('aligned, a point of the second lands on its partner in the first', () => {
  const place = placeSecond({ from: side('f1', 0, 0), to: side('f2', 400, 40), transform: quarterTurn }, true);
  const partner = applyTo(quarterTurn, { x: 30, y: 70 });

  expect(applyTo(place, partner).x).toBeCloseTo(30, 9);
  expect(applyTo(place, partner).y).toBeCloseTo(70, 9);
});

test('unaligned, or with a transform that cannot be undone, the middles of the regions meet', () => {
  const pair = { from: side('f1', 0, 0), to: side('f2', 400, 40) };

  expect(applyTo(placeSecond({ ...pair, transform: quarterTurn }, false), { x: 450, y: 90 })).toEqual({ x: 50, y: 50 });
  expect(applyTo(placeSecond({ ...pair, transform: [0, 0, 0, 0, 0, 0, 0, 0, 1] }, true), { x: 450, y: 90 })).toEqual({ x: 50, y: 50 });
});

test('what is shown first stays inside the panel', () => {
  expect(boxToShow({ from: side('f1', 10, 10) }, { x: 0, y: 0, width: 120, height: 300 })).toEqual({ x: 0, y: 0, width: 120, height: 145 });
});

test('the content holds both images', () => {
  expect(contentBox({ x: 0, y: 0, width: 10, height: 10 }, { x: 0, y: 0, width: 10, height: 10 }, [1, 0, -5, 0, 2, 0, 0, 0, 1])).toEqual({ x: -5, y: 0, width: 15, height: 20 });
});
