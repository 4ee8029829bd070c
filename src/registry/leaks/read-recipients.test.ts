import { expect, test } from 'vitest';
import { readRecipients } from './read-recipients.ts';

test('one a line, or the first column of a CSV, with or without its header', () => {
  expect(readRecipients('\ufeffname,mail\r\n"Doe, Jane",jane@example.org\r\n\r\nBob;x\nÉve "E" Ng\n', 10)).toEqual(['Doe, Jane', 'Bob', 'Éve "E" Ng']);
});

test.each([['nobody', 'name\n\n'], ['somebody twice', 'a\nb\na'], ['too many', 'a\nb\nc\nd'], ['a name without end', 'x'.repeat(201)]])('%s is refused', (_, text) => {
  expect(() => readRecipients(text, 3)).toThrow(expect.objectContaining({ code: 'request/invalid' }));
});
