/** The language of the interface: chosen, else remembered, else the browser's, else English. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';

export const LANGUAGES = { en: 'English', ko: '한국어', fr: 'Français' } as const;
export type Language = keyof typeof LANGUAGES;

const MEMORY = 'touchstone.language';
const LOAD = {
  en: async () => en,
  ko: async () => (await import('./ko.json')).default,
  fr: async () => (await import('./fr.json')).default,
} as const satisfies Record<Language, () => Promise<unknown>>;

export const isLanguage = (value: string | null | undefined): value is Language => value !== null && value !== undefined && value in LANGUAGES;

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en', fallbackLng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false }, // React escapes
  });
  await applyLanguage(preferred());
}

/** Switches the language, loads its texts, and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  writeMemory(language);
  await applyLanguage(language);
}

async function applyLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) i18next.addResourceBundle(language, 'translation', await LOAD[language]());
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

function preferred(): Language {
  const remembered = readMemory();
  if (isLanguage(remembered)) return remembered;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

/** Storage may be switched off; then the choice lasts as long as the page. */
function readMemory(): string | null {
  try {
    return localStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}
function writeMemory(language: Language): void {
  try {
    localStorage.setItem(MEMORY, language);
  } catch {
    return;
  }
}
