/**
 * Ink outlier: words whose ink, stroke, edges or rim differ from the other words of the page.
 *
 * Sees words typed over a scan, patches of another print or scan, and letters that lack the ringing of the page's earlier compression.
 * Blind to letters taken from the same print; a page of many typefaces has outliers by nature. Needs a dozen words.
 * Source: the features of printed strokes compared within one page, after Bertrand, Gomez-Krämer, Terrades, Franco, Ogier, ICDAR 2013, doi:10.1109/ICDAR.2013.29.
 */
import { blockMap, markBox, peakOf } from '../../imaging/pages/block-map.ts';
import { findWords } from '../../imaging/pages/ink.ts';
import { robustSpread } from '../../imaging/pages/robust.ts';
import { definePageDetector } from '../detector.ts';
import { measureWord, type WordMeasures } from './measure-word.ts';

const QUESTIONS = ['darkness', 'stroke', 'edge', 'rim', 'rimTone'] as const satisfies readonly (keyof WordMeasures)[];
/** Deviations beyond which a word is no odder. */
const MOST = 30;
/** Words of like height are compared with each other when there are this many. */
const LEAST_ALIKE = 10;

export default definePageDetector({
  name: 'ink-outlier', version: 1, finds: ['tampered-region'], only: 'document', params: { leastWords: 12, mostWords: 3000 },

  detect({ luma, blocks: { columns, rows } }, { leastWords, mostWords }) {
    const { words, ink } = findWords(luma);
    if (words.length < leastWords || words.length > mostWords) return { abstain: 'nothing-to-compare' };
    const measured = words.map((box) => measureWord(luma, ink, box));
    const layers = Object.fromEntries(QUESTIONS.map((question) => {
      const map = blockMap(columns, rows);
      for (const word of measured) markBox(map, word.box, oddness(word, question, measured));
      return [question, map];
    }));
    return {
      layers,
      measures: { words: { value: words.length, unit: '1' }, ...Object.fromEntries(Object.entries(layers).map(([question, map]) => [question, { value: peakOf(map), unit: '1' as const }])) },
    };
  },
});

/** In deviations of the page's words of like height. */
function oddness(word: WordMeasures, question: (typeof QUESTIONS)[number], all: readonly WordMeasures[]): number {
  const alike = all.filter(({ box }) => Math.abs(Math.log(box.height / word.box.height)) < 0.25);
  const peers = alike.length >= LEAST_ALIKE ? alike : all;
  const { median, deviation } = robustSpread(Float32Array.from(peers, (peer) => peer[question]));
  return deviation > 1e-4 ? Math.max(-MOST, Math.min(MOST, (word[question] - median) / deviation)) : 0;
}
