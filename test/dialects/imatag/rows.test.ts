import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const range = (prefix: string, from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${String(from + i).padStart(3, '0')}`);

/**
 * Rows of the contract that searches, matches, uploads, account and domains promise, and the media tree, and what all addresses share. Not here:
 * crawling and its atoms (IM-096, IM-099 to IM-116, A145–A177), IM-020 and A074 (no address was ever removed).
 */
const ROWS = [
  ...range('IM-', 1, 5), ...range('IM-', 6, 19), ...range('IM-', 21, 34), ...range('IM-', 80, 95), 'IM-098', ...range('IM-', 120, 125), 'IM-125b', ...range('IM-', 126, 136), 'IM-170',
  ...range('IM-', 180, 184), ...range('IM-', 190, 192), 'IM-040b', ...range('IM-', 40, 63), ...range('IM-', 65, 74), 'IM-042b', 'IM-097',
  'IM-064', 'IM-075', ...range('IM-', 140, 148), ...range('IM-', 150, 156), ...range('IM-', 160, 167), 'IM-171', ...range('A', 227, 235), 'A095', 'A057', 'A058', ...range('A', 194, 209),
  ...range('A', 82, 94), ...range('A', 96, 100),
  ...range('A', 50, 56), ...range('A', 59, 73), ...range('A', 75, 81), ...range('A', 101, 144), ...range('A', 178, 193), ...range('A', 210, 226),
];

/** Where else rows are proven: the program, and its page. */
const ELSEWHERE = ['lamark/lamark.test.ts', 'native/leaks.test.ts'].map((name) => path.join(import.meta.dirname, '../..', name));

/** Names of tests, `A004–A007` spelled out. */
function namedRows(): Set<string> {
  const files = [...ELSEWHERE, ...readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts') && name !== 'rows.test.ts').map((name) => path.join(import.meta.dirname, name))];
  const names = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter((line) => /^\s*(test\b|\]|\[?['"`])/.test(line)));
  const rows = names.flatMap((name) => [...name.matchAll(/\b(IM-\d{3}b?|A\d{3})(?:–A(\d{3}))?/g)]);
  return new Set(rows.flatMap(([, row = '', to]) => (to === undefined ? [row] : range('A', Number(row.slice(1)), Number(to)))));
}

test('every row of the contract has a test that names it', () => {
  const named = namedRows();
  expect(ROWS.filter((row) => !named.has(row))).toEqual([]);
});
