import { describe, expect, test } from 'vitest';
import { FINDING_KINDS } from '../../core/finding.ts';
import { CATALOGUES, LANGUAGES, wordsIn, type Language } from './catalogue.ts';

type Tree = { readonly [key: string]: unknown };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value as Tree, `${path}${key}.`));
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const stems = (language: Language) => new Set(leaves(CATALOGUES[language]).map(([key]) => key.replace(PLURAL, '')));
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();

describe.each(LANGUAGES)('catalogue %s', (language) => {
  test('has the keys of every other language', () => {
    for (const other of LANGUAGES) expect([...stems(language)].toSorted()).toEqual([...stems(other)].toSorted());
  });

  test('has every plural form its language uses, and no other', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const forms = Map.groupBy(leaves(CATALOGUES[language]).filter(([key]) => PLURAL.test(key)), ([key]) => key.replace(PLURAL, ''));

    expect(forms.size).toBeGreaterThan(5);
    for (const of of forms.values()) expect(of.map(([key]) => PLURAL.exec(key)?.[1]).toSorted()).toEqual(pluralCategories.toSorted());
  });

  test('fills the same variables as English', () => {
    const english = new Map(leaves(CATALOGUES.en).map(([key, text]) => [key.replace(/_one$/, '_other'), variables(text)]));
    for (const [key, text] of leaves(CATALOGUES[language])) {
      expect(variables(text), key).toEqual(english.get(key.replace(PLURAL, '_other')) ?? english.get(key));
    }
  });

  test('has no empty text and speaks of no fraud but to deny it', () => {
    for (const [key, text] of leaves(CATALOGUES[language])) {
      expect(text.trim(), key).not.toBe('');
      if (!key.startsWith('cover.disclaimer')) expect(text, key).not.toMatch(/fraud|fraude|부정행위|위조|manipulat/i);
    }
  });

  test('names every kind of finding', () => {
    const { say } = wordsIn(language);
    for (const kind of FINDING_KINDS) expect(say(`kind.${kind}`)).not.toBe(say(`kindMeans.${kind}`));
  });
});

test('plurals follow the language', () => {
  expect(wordsIn('en').say('finding.matches', { count: 1 })).toBe('1 matched point');
  expect(wordsIn('en').say('finding.matches', { count: 2 })).toBe('2 matched points');
  expect(wordsIn('fr').say('finding.matches', { count: 0 })).toBe('0 point apparié');
  expect(wordsIn('ko').say('finding.matches', { count: 1 })).toBe('일치점 1개');
});

test('values are printed as they are, never interpolated or nested again', () => {
  const name = '{{count}} $t(report.title) <b>&amp;';

  expect(wordsIn('en').say('finding.caption', { caption: name })).toBe(`Caption: ${name}`);
});

test('a missing key is a bug, an unknown measure is not', () => {
  expect(() => wordsIn('en').say('no.such.key')).toThrow(RangeError);
  expect(wordsIn('en').sayIfKnown('measure.no-such')).toBeUndefined();
  expect(wordsIn('en').sayIfKnown('measure')).toBeUndefined();
});
