/** What the benchmark page must say of forged documents: each class with its figures or its absence, and the speed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('docs/benchmark.md', 'utf8');
const section = page.slice(page.indexOf('## Forged documents'), page.indexOf('\n## ', page.indexOf('## Forged documents') + 5));

test('IA-034 documents, certificates and bills: a row for what was measured, a sentence for what was not', () => {
  expect(section).toMatch(/^\| class receipt \| \d+ \| \d\.\d+ \|/m);
  expect(section).toMatch(/Certificates and identity cards are not measured/);
});

test('IA-035 the processor time of a page of two megapixels is told, and what the targets are', () => {
  const [, ms] = /\| 2 megapixels, median \| (\d+) ms \|/.exec(page.slice(page.indexOf('### Pages of documents'))) ?? [];
  expect(Number(ms)).toBeGreaterThan(0);
  expect(section).toMatch(/Targets: AUC ≥ \.75/);
});

test('each kind of edit and each re-encoding has its row beside the baselines', () => {
  for (const name of ['edit clone', 'edit glyph', 'edit splice', 'edit erase', 'edit inpaint', 'edit retype', 'post png', 'post jpeg75', 'post webp85']) expect(section).toContain(`| ${name} |`);
  expect(section).toContain('| ELA | noise | ghost |');
});
