/** Single parameters: texts as the reference writes them, or the JSON types that its client libraries send. */
import { InputError } from '../../../core/errors.ts';
import type { Quad } from '../../../imaging/restore/quad.ts';

type Values = ReadonlyMap<string, unknown>;

const SHOWN = 60;

const wrong = (name: string, value: unknown, expected: string): InputError => new InputError('request/invalid', `${name} is ${(JSON.stringify(value) ?? 'missing').slice(0, SHOWN)}; expected ${expected}`);

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Default false. @throws {InputError} no boolean. */
export function readFlag(values: Values, name: string): boolean {
  const value = values.get(name);
  if (isAbsent(value)) return false;
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : '';
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw wrong(name, value, '"true" or "false"');
}

/** Rounded to one decimal. @throws {InputError} no number from .1 to 1. */
export function readProbability(values: Values, name: string, standard: number): number {
  const value = values.get(name);
  if (isAbsent(value)) return standard;
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\s*\+?\d*\.?\d+\s*$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= 0.1 && number <= 1)) throw wrong(name, value, 'a number from 0.1 to 1');
  return Math.round(number * 10) / 10;
}

/** @throws {InputError} none of the numbers. */
export function readChoice<const N extends number>(values: Values, name: string, choices: readonly N[], standard: N): N {
  const value = values.get(name);
  if (isAbsent(value)) return standard;
  const choice = choices.find((each) => each === value || (typeof value === 'string' && String(each) === value.trim()));
  if (choice === undefined) throw wrong(name, value, `one of ${choices.join(', ')}`);
  return choice;
}

/** Four points as JSON, or as the text of it. @throws {InputError} absent, or no four pairs of numbers. */
export function readPoints(values: Values, name: string): Quad {
  const value = values.get(name);
  const list = typeof value === 'string' ? parsed(value) : value;
  const points = Array.isArray(list) ? list.map((pair: unknown) => (isPair(pair) ? { x: pair[0], y: pair[1] } : undefined)) : [];
  const [a, b, c, d] = points;
  if (points.length !== 4 || !a || !b || !c || !d) throw wrong(name, value, 'four corners, [[x, y], [x, y], [x, y], [x, y]]');
  return [a, b, c, d];
}

const isPair = (pair: unknown): pair is [number, number] => Array.isArray(pair) && pair.length === 2 && pair.every((v) => typeof v === 'number' && Number.isFinite(v));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined: absent or empty. @throws {InputError} no text. */
export function readText(values: Values, name: string): string | undefined {
  const value = values.get(name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrong(name, typeof value, 'text');
  return value;
}
