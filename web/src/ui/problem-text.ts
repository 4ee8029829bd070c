import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import en from '../i18n/en.json';

type Code = keyof typeof en.problem;
const isKnown = (code: string): code is Code => Object.hasOwn(en.problem, code);

/** The sentence for an error code. English readers get the server's own, which names the value and the limit; others the one in their language. */
export function problemText(t: TFunction, language: string, code: string, message: string): string {
  if (language === 'en' && /\s/.test(message)) return toSentence(message);
  return isKnown(code) ? t(`problem.${code}`) : toSentence(message);
}

/** The server's sentence, when the translated one leaves its figures out. */
export function originalText(language: string, code: string, message: string): string | undefined {
  return language !== 'en' && isKnown(code) && /^(document|image|request|scan)\//.test(code) && code !== 'request/rate-limited' ? toSentence(message) : undefined;
}

/** Messages of the server begin small and end without a stop. */
function toSentence(message: string): string {
  const trimmed = message.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? '' : '.');
}

export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => (error instanceof ApiError ? problemText(t, i18n.language, error.code, error.message) : error instanceof Error ? error.message : String(error));
}
