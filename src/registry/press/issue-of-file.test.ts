import { expect, test } from 'vitest';
import { issueOfFile } from './issue-of-file.ts';

const modified = new Date('2026-05-06T07:08:09Z');

test.each([
  ['The Paper_2026-03-31.pdf', 'The Paper', '2026-03-31'],
  ['2026-03-31 Le Journal.PDF', 'Le Journal', '2026-03-31'],
  ['신문/2026-03-31.pdf', '신문', '2026-03-31'],
  ['A/b/Weekly.pdf', 'Weekly', '2026-05-06'],
  ['2026-03-31.pdf', '2026-03-31', '2026-03-31'],
])('%s is %s of %s', (file, name, date) => {
  expect(issueOfFile(file, modified)).toEqual({ name, date });
});
