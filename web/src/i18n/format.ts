/** Numbers, sizes and dates in the reader's language. */
export const percent = (score: number): number => Math.floor(score * 100 + 1e-9); // never up: 0.329 is "low", and reads 32

export function dateTime(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

export function date(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso));
}

export function bytes(count: number, language: string): string {
  const [value, unit] = count >= 2 ** 20 ? [count / 2 ** 20, 'megabyte'] as const : count >= 1024 ? [count / 1024, 'kilobyte'] as const : [count, 'byte'] as const;
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0, ...(unit === 'byte' ? { unitDisplay: 'long' as const } : {}) }).format(value);
}

export function number(value: number, language: string, digits = 2): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}
