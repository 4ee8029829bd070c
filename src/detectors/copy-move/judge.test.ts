import { expect, test } from 'vitest';
import type { Candidate } from './candidates.ts';
import { judged } from './judge.ts';

/** Strong evidence for a part that was turned over within its row: what judging reads of a candidate, and no more. */
function flipped(evidence: Partial<Candidate['evidence']>): Candidate {
  return {
    clone: { similarity: { mirrored: true } },
    evidence: {
      area: 4000, bands: [0.97, 0.97, 0.97], surprise: 4000, agreeing: 0.95, periodicity: 0, drop: 0.6, support: 0.7, glide: 2, shift: 120, apart: 1, ...evidence,
    },
  } as unknown as Candidate;
}

const scoreOf = (candidate: Candidate, isBlot: boolean): number => judged([candidate], isBlot)[0]?.score ?? 0;

test('two bands, one turned over, keep their score; a symmetric body does not', () => {
  expect(scoreOf(flipped({}), true)).toBeGreaterThan(0.9);
  expect(scoreOf(flipped({}), false)).toBeLessThanOrEqual(0.3);
});

test('what may be two ends of one band is weighed down: strong evidence stands, weak does not', () => {
  const [strong, weak] = [{}, { bands: [0.3, 0.55, 0.7], surprise: 40, agreeing: 0.75, support: 0.1 }];

  expect(scoreOf(flipped({ ...strong, apart: 0 }), true)).toBeGreaterThan(0.5);
  expect(scoreOf(flipped({ ...strong, apart: 0 }), true)).toBeLessThan(scoreOf(flipped(strong), true));
  expect(scoreOf(flipped({ ...weak, apart: 0 }), true)).toBeLessThan(0.5);
});

test('more convincing pairs than copies of one place make are a pattern', () => {
  const many = judged(Array.from({ length: 8 }, () => flipped({})), true);

  expect(Math.max(...many.map(({ score }) => score))).toBeLessThanOrEqual(0.3);
});
