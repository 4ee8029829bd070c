/** The words of the report, in each of its languages. An instance of i18next of its own: nothing else of the process changes its language. */
import { createInstance } from 'i18next';
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };

export const LANGUAGES = ['en', 'ko', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const CATALOGUES = { en, ko, fr } as const satisfies Record<Language, object>;

export interface Words {
  readonly language: Language;
  /** @throws {RangeError} the catalogue has no such key. */
  say(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** The text under a key that may be missing, e.g. of a measure only its detector knows. */
  sayIfKnown(key: string): string | undefined;
  /** The paragraphs under a key. */
  list(key: string): readonly string[];
}

export function wordsIn(language: Language): Words {
  const catalogue = createInstance({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: CATALOGUES[language] } },
    interpolation: { escapeValue: false }, // this is no HTML; values are never interpolated again
    initAsync: false,
  });
  void catalogue.init();
  const say: Words['say'] = (key, values = {}) => {
    if (!catalogue.exists(key, values)) throw new RangeError(`no message ${key} in ${language}`);
    return catalogue.t(key, shown(values, language));
  };
  return {
    language,
    say,
    sayIfKnown: (key) => {
      const found: unknown = catalogue.exists(key) ? catalogue.t(key, { returnObjects: true }) : undefined;
      return typeof found === 'string' ? found : undefined;
    },
    list: (key) => {
      const found: unknown = catalogue.t(key, { returnObjects: true });
      if (!Array.isArray(found)) throw new RangeError(`no list of messages ${key} in ${language}`);
      return found.map(String);
    },
  };
}

/** `count` picks the plural and is shown as it is; other numbers are grouped as the language does. */
function shown(values: Readonly<Record<string, string | number>>, language: Language): Record<string, string | number> {
  const entries = Object.entries(values).map(([name, value]) =>
    [name, typeof value === 'number' && name !== 'count' ? value.toLocaleString(language) : value] as const);
  return Object.fromEntries(entries);
}
