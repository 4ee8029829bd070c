import 'i18next';
import type en from './en.json';

/** Keys are checked by the compiler: a text that does not exist is a type error. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}
