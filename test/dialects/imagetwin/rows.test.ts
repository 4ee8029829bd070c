import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const range = (prefix: string, from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${String(from + i).padStart(3, '0')}`);

/** Rows of the contract that a program can see. The web application (IT-088) and the detectors (IT-089, IT-090) have their own tests. */
const ROWS = [...range('IT-', 1, 21), ...range('IT-', 30, 54), 'IT-034b', ...range('IT-', 60, 87), ...range('A', 1, 49)];

/** Names of tests, `A004–A007` spelled out. */
function namedRows(): Set<string> {
  const folders = [import.meta.dirname, path.join(import.meta.dirname, '..', '..', 'native')];
  const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.test.ts') && name !== 'rows.test.ts').map((name) => path.join(folder, name)));
  const names = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter((line) => /^(test\b|\]|  ['"`])/.test(line)));
  const rows = names.flatMap((name) => [...name.matchAll(/\b(IT-\d{3}b?|A\d{3})(?:–A(\d{3}))?/g)]);
  return new Set(rows.flatMap(([, row = '', to]) => (to === undefined ? [row] : range('A', Number(row.slice(1)), Number(to)))));
}

test('every row of the contract has a test that names it', () => {
  const named = namedRows();
  expect(ROWS.filter((row) => !named.has(row))).toEqual([]);
});
