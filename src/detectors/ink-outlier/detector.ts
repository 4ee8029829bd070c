/**
 * Ink outlier: words whose ink, stroke, edges or rim differ from the other words of the page.
 *
 * Sees words typed over a scan, patches of another print or scan, and letters that lack the ringing of the page's earlier compression.
 * Blind to letters taken from the same print; a page of many typefaces has outliers by nature. Needs a dozen words.
 * Source: the features of printed strokes compared within one page, after Bertrand, Gomez-Krämer, Terrades, Franco, Ogier, ICDAR 2013, doi:10.1109/ICDAR.2013.29.
 */
import { BLOCK, blockMap, peakOf, type BlockMap } from '../../imaging/pages/block-map.ts';
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
  name: 'ink-outlier', version: 1, finds: ['tampered-region'], params: { leastWords: 12, mostWords: 3000 },

  detect({ luma, blocks: { columns, rows } }, { leastWords, mostWords }) {
    const { words, ink } = findWords(luma);
    if (words.length < leastWords || words.length > mostWords) return { abstain: 'nothing-to-compare' };
    const measured = words.map((box) => measureWord(luma, ink, box));
    const layers = Object.fromEntries(QUESTIONS.map((question) => {
      const map = blockMap(columns, rows);
      for (const word of measured) markWord(map, word, oddness(word, question, measured));
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

function markWord({ columns, rows, values }: BlockMap, { box: { x, y, width, height } }: WordMeasures, strength: number): void {
  for (let row = Math.floor(y / BLOCK); row <= Math.min(rows - 1, Math.floor((y + height) / BLOCK)); row++) {
    for (let column = Math.floor(x / BLOCK); column <= Math.min(columns - 1, Math.floor((x + width) / BLOCK)); column++) {
      const at = row * columns + column;
      if (Math.abs(strength) > Math.abs(values[at] ?? 0)) values[at] = strength;
    }
  }
}

