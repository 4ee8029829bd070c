/** A list of recipients: one a line, or the first column of a CSV. */
import { InputError } from '../../core/errors.ts';

const HEADER = /^(?:name|names|recipient|recipients|e-?mail)$/i;
const MAX_NAME = 200;

/** @throws {InputError} none, too many, one too long, or one twice. */
export function readRecipients(text: string, most: number): string[] {
  const lines = text.replace('\ufeff', '').split(/\r?\n/).map(firstColumn).filter((name) => name !== '');
  const names = HEADER.test(lines[0] ?? '') ? lines.slice(1) : lines;
  if (names.length === 0) throw new InputError('request/invalid', 'the list of recipients is empty; write one a line');
  if (names.length > most) throw new InputError('request/invalid', `the list has ${names.length} recipients; the limit is ${most}`, { max: most });
  const long = names.find((name) => name.length > MAX_NAME);
  if (long !== undefined) throw new InputError('request/invalid', `"${long.slice(0, 40)}…" has ${long.length} characters; a recipient has at most ${MAX_NAME}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError('request/invalid', `"${twice}" is in the list twice; each recipient gets a copy of their own`);
  return names;
}

/** RFC 4180: quoted where it has a comma; a semicolon separates too, as spreadsheets write it. */
function firstColumn(line: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(line);
  return (quoted ? (quoted[1] ?? '').replaceAll('""', '"') : line.split(/[,;\t]/)[0] ?? '').trim();
}
