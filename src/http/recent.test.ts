import { expect, test } from 'vitest';
import { keepRecent } from './recent.ts';

test('makes a thing once, also for two who ask at the same time, and forgets the one used longest ago', async () => {
  const made: string[] = [];
  const recent = keepRecent<string>(2);
  const get = (key: string): Promise<string> => recent.get(key, async () => {
    made.push(key);
    return key.toUpperCase();
  });
  expect(await Promise.all([get('a'), get('a')])).toEqual(['A', 'A']);
  await get('b');
  await get('a');
  await get('c'); // b goes
  await get('a');
  await get('b');
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('what failed is made again', async () => {
  const recent = keepRecent<number>(2);
  await expect(recent.get('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await recent.get('x', async () => 1)).toBe(1);
});
