/** Text set in lines: each run in the first bundled font that has its characters, broken at spaces, or anywhere where there are none. */
import type { Weight } from '../fonts/font-stack.ts';
import { cleanText } from '../fonts/clean-text.ts';
import type { PdfDocument } from './document.ts';
import type { FontBook } from './font-book.ts';

export interface Style {
  /** pt. */
  readonly size: number;
  readonly weight: Weight;
  readonly colour: string;
  /** Line height as a multiple of the size. */
  readonly leading: number;
}

interface TextRun { readonly font: string; readonly text: string; readonly width: number }
export interface TextLine { readonly runs: readonly TextRun[]; readonly width: number }

export interface Typesetter {
  /** Lines no wider than `width` pt; past `most` lines the rest is cut with an ellipsis. */
  lines(text: string, style: Style, width: number, most?: number): readonly TextLine[];
  /** Draws lines from the top edge `y`; gives the height in pt. */
  draw(lines: readonly TextLine[], style: Style, at: { readonly x: number; readonly y: number; readonly width?: number; readonly align?: 'right' | 'center' }): number;
  heightOf(lines: readonly TextLine[], style: Style): number;
}

/** Long texts end here, whatever room there is. */
const MOST_LINES = 400;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function typesetter(doc: PdfDocument, book: FontBook): Typesetter {
  const measure = (text: string, style: Style): TextLine => {
    const runs = book.runs(text, style.weight).map((run) => ({ ...run, width: book.width(run.text, run.font, style.size) }));
    return { runs, width: runs.reduce((sum, run) => sum + run.width, 0) };
  };

  const breakParagraph = (text: string, style: Style, width: number, out: string[], most: number): void => {
    let line = '';
    let used = 0;
    for (const word of text.split(/(?<= )/)) {
      const wordWidth = measure(word.trimEnd(), style).width;
      const fullWidth = word.endsWith(' ') ? wordWidth + book.spaceWidth(style.weight, style.size) : wordWidth;
      if (used + wordWidth <= width) {
        line += word;
        used += fullWidth;
        continue;
      }
      if (line.trim() !== '') out.push(line.trimEnd());
      [line, used] = [word, fullWidth];
      if (wordWidth > width) [line, used] = breakWord(word, style, width, out, most);
      if (out.length > most) return;
    }
    out.push(line.trimEnd());
  };

  /** Breaks inside a word, between graphemes; gives the rest that fits. */
  const breakWord = (word: string, style: Style, width: number, out: string[], most: number): [string, number] => {
    let part = '';
    let used = 0;
    for (const { segment } of graphemes.segment(word)) {
      const step = measure(segment, style).width;
      if (used + step > width && part !== '') {
        out.push(part);
        if (out.length > most) return ['', 0];
        [part, used] = ['', 0];
      }
      part += segment;
      used += step;
    }
    return [part, used];
  };

  const ellipsis = (text: string, style: Style, width: number): string => {
    const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
    while (parts.length > 1 && measure(`${parts.join('').trimEnd()}…`, style).width > width) parts.pop();
    return `${parts.join('').trimEnd()}…`;
  };

  return {
    lines(text, style, width, most = MOST_LINES) {
      const out: string[] = [];
      for (const paragraph of cleanText(text).split('\n')) {
        if (out.length <= most) breakParagraph(paragraph, style, width, out, most);
      }
      const cut = out.length > most ? [...out.slice(0, most - 1), ellipsis(out[most - 1] ?? '', style, width)] : out;
      return cut.map((line) => measure(line, style));
    },
    heightOf: (lines, { size, leading }) => lines.length * size * leading,
    draw(lines, { size, colour, leading }, { x, y, width = 0, align }) {
      for (const [i, { runs, width: used }] of lines.entries()) {
        let left = align === 'right' ? x + width - used : align === 'center' ? x + (width - used) / 2 : x;
        const baseline = y + i * size * leading + size * (leading / 2 + 0.36);
        for (const run of runs) {
          if (run.text.trim() !== '') {
            doc.font(run.font).fontSize(size).fillColor(colour).text(run.text, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
          }
          left += run.width;
        }
      }
      return lines.length * size * leading;
    },
  };
}
