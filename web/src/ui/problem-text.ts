import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import en from '../i18n/en.json';

type Code = keyof typeof en.problem;
const isKnown = (code: string): code is Code => Object.hasOwn(en.problem, code);

/** The sentence for an error code in the reader's language; the server's English one when the code is new to us or carries figures worth reading. */
export function problemText(t: TFunction, code: string, message: string): string {
  return isKnown(code) ? t(`problem.${code}`) : message;
}

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => (error instanceof ApiError ? problemText(t, error.code, error.message) : error instanceof Error ? error.message : String(error));
}
