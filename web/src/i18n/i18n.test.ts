import i18next from 'i18next';
import { expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };

const CATALOGUES = { en, ko, fr } as const;

/** `a.b.c` → text. */
function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  return new Map(Object.entries(value as object).flatMap(([key, inner]) => [...flatten(inner, path ? `${path}.${key}` : key)]));
}
const PLURAL = /_(zero|one|two|few|many|other)$/;
const base = (key: string): string => key.replace(PLURAL, '');
const sorted = (keys: Iterable<string>): string[] => [...new Set([...keys].map(base))].sort();
const fields = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

test.each(['ko', 'fr'] as const)('IA-037 %s has every text of English, and no other', (language) => {
  expect(sorted(flatten(CATALOGUES[language]).keys())).toEqual(sorted(flatten(en).keys()));
});

test.each(['en', 'ko', 'fr'] as const)('%s has the plural forms its grammar needs', (language) => {
  const keys = new Set(flatten(CATALOGUES[language]).keys());
  const plurals = new Set([...flatten(en).keys()].filter((key) => PLURAL.test(key)).map(base));
  const needed = language === 'ko' ? ['other'] : ['one', 'other'];

  expect([...plurals].flatMap((key) => needed.map((form) => `${key}_${form}`)).filter((key) => !keys.has(key))).toEqual([]);
});

test.each(['ko', 'fr'] as const)('%s fills in the same fields as English', (language) => {
  const texts = flatten(CATALOGUES[language]);
  const different = [...flatten(en)].filter(([key, text]) => texts.has(key) && !key.endsWith('_one') && fields(text).join() !== fields(texts.get(key) ?? '').join());

  expect(different).toEqual([]);
});

test('no text is empty', () => {
  const empty = Object.entries(CATALOGUES).flatMap(([language, texts]) => [...flatten(texts)].filter(([, text]) => text.trim() === '').map(([key]) => `${language} ${key}`));

  expect(empty).toEqual([]);
});

test('no text accuses', () => {
  const words = /\b(fraud|fake|forged|misconduct|guilty|fraude|falsifi\w*)\b|조작|위조|사기/i;
  const accusing = Object.values(CATALOGUES).flatMap((texts) => [...flatten(texts)].filter(([key, text]) => words.test(text) && key !== 'compare.scoreHelp'));

  expect(accusing).toEqual([]);
});

test('counts are told in each language\'s plural', async () => {
  const i18n = i18next.createInstance();
  await i18n.init({ lng: 'fr', resources: { en: { translation: en }, ko: { translation: ko }, fr: { translation: fr } } });

  expect(i18n.t('findings.title', { count: 1 })).toBe('1 constat');
  expect(i18n.t('findings.title', { count: 2 })).toBe('2 constats');
  await i18n.changeLanguage('ko');
  expect(i18n.t('findings.title', { count: 1 })).toBe('발견 1건');
});

test('French signs are not torn from their words at the end of a line', () => {
  const torn = [...flatten(fr)].filter(([, text]) => / [;:!?%»]|« /.test(text));

  expect(torn).toEqual([]);
});
