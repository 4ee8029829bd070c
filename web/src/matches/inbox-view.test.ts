import { expect, test } from 'vitest';
import { nextAfter, readInbox, toView } from './inbox-view.ts';

test('an address says what is shown; what it does not know it leaves out', () => {
  expect(readInbox({ type: 'press', verdict: 'all', watermarked: true, by: 'day', pile: '2026-03-31', other: 1 })).toEqual({ type: 'press', verdict: 'all', watermarked: true, by: 'day', pile: '2026-03-31' });
  expect(readInbox({ type: 'radio', verdict: 'guilty', watermarked: 'yes', by: 'mood', pile: {} })).toEqual({});
  expect(readInbox({ pile: 12 })).toEqual({ pile: '12' });
});

test('without words the inbox shows what nobody decided on the web, by image', () => {
  expect(toView({})).toEqual({ type: 'web', verdict: 'undecided', watermarked: false, by: 'image', pile: undefined });
  expect(toView({ verdict: 'all' }).verdict).toBeUndefined();
});

test.each([
  [[1, 2, 3], 2, [2], 3], [[1, 2, 3], 3, [3], 2], [[1, 2, 3], 1, [1, 2], 3], [[1, 2], 2, [1, 2], undefined], [[1, 2, 3], undefined, [1], 2],
])('of %j at %j without %j comes %j', (ids, current, gone, next) => {
  expect(nextAfter(ids, current, new Set(gone))).toBe(next);
});
