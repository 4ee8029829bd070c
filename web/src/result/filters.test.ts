import { expect, test } from 'vitest';
import type { Decision } from '../../../src/core/decision.ts';
import type { Figure } from '../../../src/core/media.ts';
import type { FindingView } from '../../../src/http/native/wire.ts';
import { filterFindings, reachOf, stepFrom } from './filters.ts';

const figure = (id: string, page?: number): Figure => ({ id, file: 0, ...(page === undefined ? {} : { page }), width: 9, height: 9, source: 'embedded', sha256: '', format: 'png', notes: [] });
const figures = new Map([figure('f1', 1), figure('f2', 1), figure('f3', 4), figure('f4'), figure('f5')].map((f) => [f.id, f]));
const dismissed: Decision = { verdict: 'dismiss', reason: 'other', who: 'ann', when: '2026-11-22T00:00:00Z' };

function finding(id: string, score: number, images: readonly string[], history: readonly Decision[] = []): FindingView {
  const sides = images.map((image) => ({ image, region: { polygon: [] } }));
  return { id, number: 1, kind: 'duplicate', score, band: 'high', sides, links: [], measures: {}, detector: 'd', version: 1, history };
}

test.each([
  [['f1', 'f1'], 'within-figure'], [['f1', 'f2'], 'across-figures'], [['f1', 'f3'], 'across-pages'],
  [['f1', 'f2', 'f3'], 'across-pages'], [['f4', 'f5'], 'across-figures'], [['f1', 'x1'], 'external'],
] as const)('%j reaches %s', (images, reach) => {
  expect(reachOf(finding('a', 1, images), figures)).toBe(reach);
});

const all = [finding('a', 0.97, ['f1', 'f3']), finding('b', 0.6, ['f1', 'f1'], [dismissed]), finding('c', 0.33, ['f1', 'f2']), finding('d', 0.329, ['f1', 'f2'])];

test('shown and hidden always add up', () => {
  expect(filterFindings(all, figures, 33, [])).toMatchObject({ hidden: 1, counts: { 'across-pages': 1, 'within-figure': 1, 'across-figures': 1, dismissed: 1 } });
  expect(filterFindings(all, figures, 0, []).hidden).toBe(0);
  expect(filterFindings(all, figures, 98, []).shown).toEqual([]);
});

test('a filter hides what it concerns, and still counts it', () => {
  const { shown, hidden, counts } = filterFindings(all, figures, 0, ['dismissed', 'across-pages']);

  expect(shown.map(({ id }) => id)).toEqual(['c', 'd']);
  expect(hidden).toBe(2);
  expect(counts.dismissed).toBe(1);
});

test('a decision taken back is no dismissal', () => {
  const back = finding('e', 0.5, ['f1', 'f1'], [dismissed, { ...dismissed, verdict: 'unsure' }]);

  expect(filterFindings([back], figures, 0, ['dismissed']).shown).toHaveLength(1);
});

test('steps hold at the ends of the list', () => {
  expect(stepFrom(all, undefined, 1)?.id).toBe('a');
  expect(stepFrom(all, 'a', 1)?.id).toBe('b');
  expect(stepFrom(all, 'a', -1)?.id).toBe('a');
  expect(stepFrom(all, 'd', 1)?.id).toBe('d');
  expect(stepFrom([], 'a', 1)).toBeUndefined();
});
