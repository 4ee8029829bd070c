/**
 * Text line: words that do not sit in their line: off its foot, taller or smaller, bold or dark unlike their neighbours.
 *
 * Sees words and figures typed or pasted into a line by eye. Blind to a whole line that was replaced, to letters of the same line, and to words put exactly where others stood;
 * pages of tables, logos and handwriting have words off their lines by nature.
 * Source: van Beusekom, Shafait, Breuel, Text-line examination for document forgery detection, IJDAR 16(2), 2013, doi:10.1007/s10032-011-0181-5; Bertrand et al., ICDAR 2013, doi:10.1109/ICDAR.2013.29.
 */
import { blockMap, markBox, peakOf } from '../../imaging/pages/block-map.ts';
import { findWords } from '../../imaging/pages/ink.ts';
import { robustSpread } from '../../imaging/pages/robust.ts';
import { definePageDetector } from '../detector.ts';
import { linesOf, type LineWord } from './lines.ts';

const QUESTIONS = ['foot', 'height', 'stroke', 'ink'] as const satisfies readonly (keyof LineWord)[];
/** Deviations beyond which a word is no odder. */
const MOST = 30;

export default definePageDetector({
  name: 'text-line', version: 1, finds: ['tampered-region'], only: 'document', slow: true, params: { leastWords: 24, mostLetters: 12_000 },

  detect({ luma, blocks: { columns, rows } }, { leastWords, mostLetters }) {
    const { glyphs, ink } = findWords(luma);
    if (glyphs.length > mostLetters) return { abstain: 'nothing-to-compare' };
    const words = linesOf(glyphs, luma, ink).flatMap((line) => line.map((word) => ({ word, line })));
    if (words.length < leastWords) return { abstain: 'nothing-to-compare' };
    const layers = Object.fromEntries(QUESTIONS.map((question) => {
      const map = blockMap(columns, rows);
      const away = words.map(({ word, line }) => awayFromLine(word, line, question));
      const { median, deviation } = robustSpread(Float32Array.from(away));
      words.forEach(({ word }, i) => markBox(map, word.box, Math.max(-MOST, Math.min(MOST, ((away[i] ?? 0) - median) / Math.max(deviation, LEAST_DEVIATION[question])))));
      return [question, map];
    }));
    return {
      layers,
      measures: { words: { value: words.length, unit: '1' }, ...Object.fromEntries(Object.entries(layers).map(([question, map]) => [question, { value: peakOf(map), unit: '1' as const }])) },
    };
  },
});

/** Differences that whole pixels make anyway: in heights of the word, in logs, in grey. */
const LEAST_DEVIATION = { foot: 0.03, height: 0.04, stroke: 0.04, ink: 2 } as const satisfies Readonly<Record<(typeof QUESTIONS)[number], number>>;

/** How far a word is from what the nearest of its line lead to expect: their median; of the foot, in heights, the line through their feet that half of them agree on (Theil and Sen). */
function awayFromLine(word: LineWord, line: readonly LineWord[], question: (typeof QUESTIONS)[number]): number {
  const at = line.indexOf(word);
  const others = line.map((other, i) => ({ other, far: Math.abs(i - at) })).filter(({ far }) => far > 0).sort((a, b) => a.far - b.far).slice(0, NEAREST).map(({ other }) => other);
  if (question !== 'foot') return word[question] - medianOf(others.map((other) => other[question]));
  const centre = ({ box }: LineWord): number => box.x + box.width / 2;
  const slopes = others.flatMap((one, i) => others.slice(i + 1).map((other) => (other.foot - one.foot) / (centre(other) - centre(one) || 1)));
  const slope = Math.max(-MOST_SLOPE, Math.min(MOST_SLOPE, medianOf(slopes)));
  return (word.foot - medianOf(others.map((other) => other.foot + slope * (centre(word) - centre(other))))) / Math.exp(word.height);
}

const medianOf = (values: readonly number[]): number => robustSpread(Float32Array.from(values)).median;

/** Words of the line that a word is compared with. */
const NEAREST = 5;
/** A line rises by at most this, px a px: more is a descender, not a slope. */
const MOST_SLOPE = 0.05;
