import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { readSpan } from '../../../src/http/dialects/imatag/dates.ts';

const span = (query: string): string => {
  const { from, to } = readSpan(new Map(new URLSearchParams(query)));
  return `${from?.toISOString() ?? '…'} – ${to?.toISOString() ?? '…'}`;
};

test.each([
  ['IM-085 A137 a day', 'date=2018-08-02', '2018-08-02T00:00:00.000Z – 2018-08-03T00:00:00.000Z'],
  ['IM-085 A137 a second', 'date=2018-08-02T12:45:00Z', '2018-08-02T12:45:00.000Z – 2018-08-02T12:45:01.000Z'],
  ['IM-085 A137 the very time that a match was printed with', 'date=2018-08-02T12:45:00.123000Z', '2018-08-02T12:45:00.123Z – 2018-08-02T12:45:00.124Z'],
  ['IM-086 A138 to the end of a day', 'date_lte=2018-08-02', '… – 2018-08-03T00:00:00.000Z'],
  ['IM-086 A138 to a time, included', 'date_lte=2018-08-02T12:45:00Z', '… – 2018-08-02T12:45:01.000Z'],
  ['IM-086 A139 from a day on', 'date_gte=2018-08-02', '2018-08-02T00:00:00.000Z – …'],
  ['IM-086 A140 before a day', 'date_lt=2018-08-02', '… – 2018-08-02T00:00:00.000Z'],
  ['IM-086 A141 after a day', 'date_gt=2018-08-02', '2018-08-03T00:00:00.000Z – …'],
  ['IM-086 together, the narrowest counts', 'date_gt=2018-08-01&date_gte=2018-08-01&date_lte=2018-08-02T12:45:00Z&date_lt=2018-09-01', '2018-08-02T00:00:00.000Z – 2018-08-02T12:45:01.000Z'],
  ['a zone', 'date_gte=2018-08-02T12:45:00%2B02:00', '2018-08-02T10:45:00.000Z – …'],
  ['a zone whose plus was not escaped', 'date_gte=2018-08-02T12:45:00+02:00', '2018-08-02T10:45:00.000Z – …'],
  ['a time without a zone is UTC', 'date_gte=2018-08-02 12:45', '2018-08-02T12:45:00.000Z – …'],
  ['nothing', '', '… – …'],
  ['an empty one', 'date=&date_gt=', '… – …'],
  ['29 February', 'date=2020-02-29', '2020-02-29T00:00:00.000Z – 2020-03-01T00:00:00.000Z'],
])('%s', (_, query, expected) => {
  expect(span(query)).toBe(expected);
});

test.each([
  'date=2018-02-30', 'date=2018-13-01', 'date=0000-01-01', 'date=2019-02-29', 'date=12018-01-01', 'date=yesterday', 'date=2018-8-2', 'date=20180802', 'date=1533168000', 'date_lte=2018-08-02T25:00:00Z',
  'date_lte=2018-08-02T12:60:00Z', 'date=2018-08-02T12:45:00 UTC', 'date=2018-08-02&date_gt=2018-08-01', 'date=2018-08-02&date_lte=2018-08-03', 'date_gt=2018-08-02T12:45:00Z; drop table match',
])('IM-085 IM-086 %s is refused', (query) => {
  expect(() => span(query)).toThrow(AppError);
});
