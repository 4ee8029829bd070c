/** Which font prints which characters of one document. Fonts are opened when first needed. */
import { readFileSync } from 'node:fs';
import { unwrapWoff } from '../fonts/unwrap-woff.ts';
import { fontSources, type FontSource, type Weight } from '../fonts/font-stack.ts';
import type { Language } from '../messages/catalogue.ts';
import { hasGlyph, type PdfDocument } from './document.ts';

export interface FontRun { readonly font: string; readonly text: string }

export interface FontBook {
  /** Cuts a text where its font changes. What no bundled font has stands as U+FFFD, one for each grapheme. */
  runs(text: string, weight: Weight): readonly FontRun[];
  /** pt. */
  width(text: string, font: string, size: number): number;
  spaceWidth(weight: Weight, size: number): number;
}

const PLAIN = /^[ -~]*$/;
const REPLACEMENT = '\ufffd';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function fontBook(doc: PdfDocument, language: Language): FontBook {
  const stacks = { 400: fontSources(language, 400), 700: fontSources(language, 700) } as const;
  const registered = new Set<string>();
  const register = ({ name, path }: FontSource): string => {
    if (!registered.has(name)) doc.registerFont(name, unwrapWoff(readFileSync(path)));
    registered.add(name);
    return name;
  };
  const base = { 400: register(first(stacks[400])), 700: register(first(stacks[700])) } as const;
  const chosen = new Map<string, FontRun>();

  const choose = (grapheme: string, weight: Weight): FontRun => {
    const key = `${weight}${grapheme}`;
    const known = chosen.get(key);
    if (known) return known;
    const points = [...grapheme].map((letter) => letter.codePointAt(0) ?? 0);
    const source = stacks[weight].find((candidate) =>
      points.every((point) => inRanges(candidate, point)) && points.every((point) => hasGlyph(doc, register(candidate), point)));
    const run = source ? { font: source.name, text: grapheme } : { font: replacement(weight), text: REPLACEMENT };
    chosen.set(key, run);
    return run;
  };

  const replacement = (weight: Weight): string => {
    const latin = stacks[weight].find(({ name }) => name === `noto-sans-latin-${weight}`);
    return latin ? register(latin) : base[weight];
  };

  return {
    runs(text, weight) {
      if (PLAIN.test(text)) return text === '' ? [] : [{ font: base[weight], text }];
      const runs: { font: string; text: string }[] = [];
      for (const { segment } of graphemes.segment(text)) {
        const run = choose(segment, weight);
        const last = runs.at(-1);
        if (last?.font === run.font) last.text += run.text;
        else runs.push({ ...run });
      }
      return runs;
    },
    width: (text, font, size) => doc.font(font).fontSize(size).widthOfString(text),
    spaceWidth: (weight, size) => doc.font(base[weight]).fontSize(size).widthOfString(' '),
  };
}

function first([source]: readonly FontSource[]): FontSource {
  if (!source) throw new RangeError('a stack of fonts is never empty');
  return source;
}

function inRanges({ ranges }: FontSource, point: number): boolean {
  return ranges.some(([from, to]) => point >= from && point <= to);
}
