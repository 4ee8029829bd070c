/** Single parameters of a query, a form or JSON, in every spelling that real clients send. */
import { InputError } from '../../../core/errors.ts';

type Values = ReadonlyMap<string, unknown>;

const TRUE = new Set(['true', '1', 'yes', 'on', 't', 'y']);
const FALSE = new Set(['false', '0', 'no', 'off', 'f', 'n']);
const MAX_SHOWN = 60;

/** Several parameters are wrong: each is told. */
export class SeveralProblems extends InputError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('request/invalid', `${problems.length} parameters are wrong: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Reads parameters that do not depend on each other. @throws {InputError} one is wrong @throws {SeveralProblems} more than one. */
export function readAll<T extends Readonly<Record<string, () => unknown>>>(readers: T): { readonly [K in keyof T]: ReturnType<T[K]> } {
  const problems: InputError[] = [];
  const values = Object.entries(readers).map(([name, read]) => {
    try {
      return [name, read()] as const;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error);
      return [name, undefined] as const;
    }
  });
  const [only, ...others] = problems;
  if (others.length > 0) throw new SeveralProblems(problems.map(({ message }) => message));
  if (only) throw only;
  return Object.fromEntries(values) as { [K in keyof T]: ReturnType<T[K]> };
}

/** Undefined: absent, null, or an empty text. @throws {InputError} neither text nor a number or boolean. */
export function readText(values: Values, name: string, maxLength = 4096): string | undefined {
  const value = values.get(name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'object') throw new InputError('request/invalid', `${name} must be text`);
  const text = String(value);
  if (text.length > maxLength) throw new InputError('request/invalid', `${name} has ${text.length} characters; the limit is ${maxLength}`);
  if (/\u0000/.test(text) || !text.isWellFormed()) throw new InputError('request/invalid', `${name} has a NUL or a broken character`);
  return text;
}

/** @throws {InputError} it is absent. */
export function requireText(values: Values, name: string, maxLength?: number): string {
  const text = readText(values, name, maxLength);
  if (text === undefined) throw new InputError('request/invalid', `${name} is missing`);
  return text;
}

/** `True`, `true`, `1`, `yes` … (requests sends Python's spelling). Undefined: absent. @throws {InputError} no boolean. */
export function readBoolean(values: Values, name: string): boolean | undefined {
  const text = readText(values, name)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw new InputError('request/invalid', `${name} is "${text.slice(0, MAX_SHOWN)}"; expected true or false`);
}

/** @throws {InputError} no whole number of the range. */
export function readInteger(values: Values, name: string, { min, max }: { readonly min: number; readonly max: number }): number | undefined {
  const text = readText(values, name)?.trim();
  if (text === undefined) return undefined;
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new InputError('request/invalid', `${name} is "${text.slice(0, MAX_SHOWN)}"; expected a whole number from ${min} to ${max}`);
  return value;
}

/** @throws {InputError} none of the words. */
export function readWord<const W extends string>(values: Values, name: string, words: readonly W[]): W | undefined {
  const text = readText(values, name)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) throw new InputError('request/invalid', `${name} is "${text.slice(0, MAX_SHOWN)}"; expected ${words.join(', ')}`);
  return word;
}
