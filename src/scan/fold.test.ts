import { expect, test } from 'vitest';
import type { Finding, Side } from '../core/finding.ts';
import { IDENTITY } from '../core/geometry.ts';
import { boxRegion } from '../core/regions.ts';
import { foldFindings } from './fold.ts';

const side = (panel: string, x = 0): Side => ({ image: 'f1', panel, region: boxRegion<'figure'>({ x, y: 0, width: 100, height: 100 }) });
const pair = (a: Side, b: Side, score: number, over: Partial<Finding> = {}): Finding => ({
  kind: 'duplicate', score, sides: [a, b], transform: IDENTITY, measures: { inliers: { value: 9, unit: '1' } }, detector: 'd', version: 1,
  links: [{ from: 0, to: 1, transform: IDENTITY, score, measures: {}, matches: [] }], ...over,
});

test('three pairwise hits of one re-used panel are one finding with three sides and three links', () => {
  const folded = foldFindings([pair(side('p1'), side('p2'), 0.7), pair(side('p1', 5), side('p3'), 0.9), pair(side('p2'), side('p3'), 0.8)]);

  expect(folded).toHaveLength(1);
  expect(folded[0]?.score).toBe(0.9);
  expect(folded[0]?.sides.map(({ panel }) => panel)).toEqual(['p1', 'p3', 'p2']);
  expect(folded[0]?.links.map(({ from, to }) => [from, to])).toEqual([[0, 1], [0, 2], [2, 1]]);
  expect(folded[0]?.measures['copies']?.value).toBe(3);
});

test('different regions of the same panels stay apart, best first', () => {
  const folded = foldFindings([pair(side('p1'), side('p2'), 0.4), pair(side('p1', 300), side('p2', 300), 0.6)]);

  expect(folded.map(({ score }) => score)).toEqual([0.6, 0.4]);
});

test('a finding that context explains never joins one that it does not', () => {
  expect(foldFindings([pair(side('p1'), side('p2'), 0.9), pair(side('p1'), side('p3'), 0.2, { context: 'channels' })])).toHaveLength(2);
});

test('two groups that a later hit connects become one', () => {
  const folded = foldFindings([pair(side('p1'), side('p2'), 0.5), pair(side('p3'), side('p4'), 0.6), pair(side('p2'), side('p3'), 0.7)]);

  expect(folded).toHaveLength(1);
  expect(folded[0]?.sides).toHaveLength(4);
});
