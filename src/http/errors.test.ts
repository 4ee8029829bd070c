import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../core/errors.ts';
import { STATUS } from './errors.ts';

const rows = [...readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8').matchAll(/^\| `([^`]+)` \| (\d{3}) \| ([^|]+) \| ([^|]+) \|$/gm)];

test('docs/errors.md explains every code, and no other, with its status', () => {
  expect(rows.map(([, code]) => code)).toEqual([...ERROR_CODES]);
  expect(Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]))).toEqual(STATUS);
});
