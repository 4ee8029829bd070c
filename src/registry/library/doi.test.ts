import { expect, test } from 'vitest';
import { toDoi } from './doi.ts';

test.each([
  ['10.1234/ABC.5', '10.1234/abc.5'],
  ['https://doi.org/10.1234/abc', '10.1234/abc'],
  ['http://dx.doi.org/10.1000.10/123(4)', '10.1000.10/123(4)'],
  [' doi: 10.5281/zenodo.1 ', '10.5281/zenodo.1'],
])('%s is kept as %s', (text, doi) => expect(toDoi(text)).toBe(doi));

test.each(['', 'abc', '10.12', '10.1234/', '11.1234/abc', '10.1234/a b'])('"%s" is none', (text) => expect(toDoi(text)).toBeUndefined());
