/** The bundled fonts, and which of them prints what. Noto Sans and Noto Sans KR (SIL Open Font License 1.1) from @fontsource. */
import { createRequire } from 'node:module';
import latinRanges from '@fontsource/noto-sans/unicode.json' with { type: 'json' };
import koreanRanges from '@fontsource/noto-sans-kr/unicode.json' with { type: 'json' };
import type { Language } from '../messages/catalogue.ts';

export type Weight = 400 | 700;

/** One font file; `ranges` are the code points it may have, first and last. */
export interface FontSource {
  readonly name: string;
  readonly path: string;
  readonly ranges: readonly (readonly [number, number])[];
}

const { resolve } = createRequire(import.meta.url);

/**
 * All files of one weight, the one to try first in front. Latin text goes first to Noto Sans, in Korean reports to the
 * whole-Korean file, which has Latin too, so that a line has one look. The numbered slices of Noto Sans KR come last:
 * they have the Hanja, kana and symbols.
 */
export function fontSources(language: Language, weight: Weight): readonly FontSource[] {
  const subsets = Object.entries(latinRanges).toSorted(([a], [b]) => Number(b === 'latin') - Number(a === 'latin'));
  const latin = subsets.map(([subset, ranges]) => source('noto-sans', subset, weight, ranges));
  const korean = source('noto-sans-kr', 'korean', weight, 'U+0020-00FF,U+2010-2027,U+2030-203B,U+20A9,U+2212,U+1100-11FF,U+3130-318F,U+AC00-D7A3');
  const slices = Object.entries(koreanRanges)
    .filter(([subset]) => subset.startsWith('['))
    .map(([subset, ranges]) => source('noto-sans-kr', subset.slice(1, -1), weight, ranges));
  return language === 'ko' ? [korean, ...latin, ...slices] : [...latin, korean, ...slices];
}

function source(family: string, subset: string, weight: Weight, ranges: string): FontSource {
  const name = `${family}-${subset}-${weight}`;
  return { name, path: resolve(`@fontsource/${family}/files/${name}-normal.woff`), ranges: parseRanges(ranges) };
}

/** `U+20-7E,U+2026` → [[32, 126], [8230, 8230]]. */
export function parseRanges(text: string): readonly (readonly [number, number])[] {
  return text.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
}
