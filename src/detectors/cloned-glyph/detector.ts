/**
 * Cloned glyph: single letters and figures that are far more alike than the letters of the page are.
 *
 * A printer and a scanner never make the same letter twice: a shift by a fraction of a pixel and the grain differ. A copied one is the same down to what the coder did since.
 * Sees letters copied within a page without turning or scaling. Blind to letters from elsewhere and after coarse compression. Pages rendered by a program, and bare black and white, repeat by nature: it abstains.
 * Source: the exact match of Fridrich, Soukal, Lukáš, Detection of copy-move forgery, DFRWS 2003, on the letters of a page; on why genuine ones differ: Bertrand et al., ICDAR 2013, doi:10.1109/ICDAR.2013.29.
 */
import { blockMap, markBox, peakOf } from '../../imaging/pages/block-map.ts';
import { findWords } from '../../imaging/pages/ink.ts';
import { robustSpread } from '../../imaging/pages/robust.ts';
import { definePageDetector } from '../detector.ts';
import { twinsOf } from './twins.ts';

/** Deviations beyond which a letter is no odder. */
const MOST = 30;

export default definePageDetector({
  name: 'cloned-glyph', version: 1, finds: ['tampered-region'], only: 'document', slow: true, params: { leastLetters: 40, mostLetters: 4000, leastArea: 90, exact: -3.5, leastDeviation: 0.15 },

  detect({ luma, blocks: { columns, rows } }, { leastLetters, mostLetters, leastArea, exact, leastDeviation }) {
    const letters = findWords(luma).glyphs.filter(({ width, height }) => width * height >= leastArea);
    if (letters.length < leastLetters || letters.length > mostLetters) return { abstain: 'nothing-to-compare' };
    const twins = twinsOf(letters, luma);
    if (twins.length < leastLetters) return { abstain: 'nothing-to-compare' };
    const { median, deviation } = robustSpread(Float32Array.from(twins, ({ difference }) => difference));
    if (median < exact) return { abstain: 'born-digital' };
    const same = blockMap(columns, rows);
    for (const { of, with: other, difference } of twins) {
      const strength = Math.min(MOST, (median - difference) / Math.max(deviation, leastDeviation));
      for (const letter of [letters[of], letters[other]]) if (letter) markBox(same, letter, strength);
    }
    return { layers: { same }, measures: { letters: { value: twins.length, unit: '1' }, same: { value: peakOf(same), unit: '1' } } };
  },
});
