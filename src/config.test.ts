import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationPage } from '../scripts/configuration-page.ts';
import { readConfig } from './config.ts';

test('docs/configuration.md says what the code reads', () => {
  expect(readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8')).toBe(configurationPage());
});

test('defaults are those of the contract', () => {
  const config = readConfig({});

  expect(config).toMatchObject({ port: 8080, maxDocumentBytes: 31_457_280, maxImageBytes: 20_971_520, maxPages: 50, maxImages: 25, scansPerMinute: 20, resultsPerMinute: 60 });
  expect(config.retentionMs).toBe(90 * 86_400_000);
});

test.each([['PORT', '99999'], ['WORKERS', '0'], ['RETENTION_DAYS', 'soon'], ['FAULT_INJECTION', 'maybe'], ['LIMIT_PAGES', '']])('%s=%s is refused by name and value', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name} is "${value}": expected`);
});
