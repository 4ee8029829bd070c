import i18next, { type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import fr from '../i18n/fr.json' with { type: 'json' };
import { originalText, problemText } from './problem-text.ts';

const message = 'the document has 61 pages; the limit is 49 (fewer than 50)';
let t: TFunction;
beforeAll(async () => {
  t = await i18next.createInstance().init({ lng: 'fr', resources: { fr: { translation: fr } } });
});

test('English readers get the server\'s sentence with its figures', () => {
  expect(problemText(t, 'en', 'document/too-many-pages', message)).toBe('The document has 61 pages; the limit is 49 (fewer than 50).');
  expect(originalText('en', 'document/too-many-pages', message)).toBeUndefined();
});

test('others get it in their language, and the original beside it', () => {
  expect(problemText(t, 'fr', 'document/too-many-pages', message)).toBe(fr.problem['document/too-many-pages']);
  expect(originalText('fr', 'document/too-many-pages', message)).toContain('61 pages');
});

test('a code we do not know is told in the server\'s words', () => {
  expect(problemText(t, 'fr', 'new/code', 'something new')).toBe('Something new.');
  expect(originalText('fr', 'new/code', 'something new')).toBeUndefined();
});
