/** Date filters: `date`, `date_lte`, `date_gte`, `date_lt`, `date_gt`, and the same of `ctime`. */
import { InputError } from '../../../core/errors.ts';
import { readText } from './parameters.ts';

/** What was created in [from, to). Absent: open. */
export interface Span {
  readonly from?: Date;
  readonly to?: Date;
}

/** A date or time covers what its precision says: a day, a minute, a second, a millisecond. */
interface Moment {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

const DAY_MS = 86_400_000;

/** @throws {InputError} no date, out of range, or an exact date beside another filter. */
export function readSpan(values: ReadonlyMap<string, unknown>, name: 'date' | 'ctime' = 'date'): Span {
  const moment = (suffix: string): Moment | undefined => {
    const text = readText(values, name + suffix);
    return text === undefined ? undefined : readMoment(name + suffix, text);
  };
  const [exact, lte, gte, lt, gt] = ['', '_lte', '_gte', '_lt', '_gt'].map(moment);
  if (exact) {
    if (lte ?? gte ?? lt ?? gt) throw new InputError('request/invalid', `${name} cannot be combined with ${name}_lte, ${name}_gte, ${name}_lt or ${name}_gt`);
    return { from: new Date(exact.start), to: new Date(exact.end) };
  }
  const from = Math.max(gte?.start ?? -Infinity, gt?.end ?? -Infinity);
  const to = Math.min(lte?.end ?? Infinity, lt?.start ?? Infinity);
  return { ...(Number.isFinite(from) ? { from: new Date(from) } : {}), ...(Number.isFinite(to) ? { to: new Date(to) } : {}) };
}

const PATTERN = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+\- ]\d{2}:?\d{2})?)?$/;

/** A time without a zone is UTC. In a query a plus sign that was not escaped arrives as a space. */
function readMoment(name: string, text: string): Moment {
  const [, day, time, seconds = '00', fraction, zone = 'Z'] = PATTERN.exec(text.trim()) ?? [];
  if (day === undefined || !isDay(day)) throw notADate(name, text);
  if (time === undefined) {
    const start = Date.parse(`${day}T00:00:00Z`);
    return { start, end: start + DAY_MS };
  }
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(' ', '+').replace(/^(.\d{2}):?(\d{2})$/, '$1:$2');
  const start = Date.parse(`${day}T${time}:${seconds}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}${offset}`);
  if (Number.isNaN(start)) throw notADate(name, text);
  const width = fraction !== undefined ? 10 ** Math.max(0, 3 - fraction.length) : /:\d{2}:\d{2}/.test(text) ? 1000 : 60_000;
  return { start, end: start + width };
}

/** JavaScript takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day && day >= '0001-01-01';
}

function notADate(name: string, text: string): InputError {
  return new InputError('request/invalid', `${name} is "${text.slice(0, 60)}"; expected a date (2018-08-02) or a time (2018-08-02T12:45:00Z)`);
}
