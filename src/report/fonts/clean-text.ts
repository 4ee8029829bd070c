/** Text from people, made safe to print: nothing invisible, nothing that reorders what follows. */

/** Controls but newline; soft hyphen, zero-width and bidirectional marks, byte order mark, tags; they hide or reorder text. */
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** NFC, with newlines kept, other white space as plain spaces, and lone surrogates as U+FFFD. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029\u000b\u000c]/g, '\n')
    .replace(/[\t\u2000-\u200a\u3000]/g, ' ')
    .replace(/\u202f/g, '\u00a0')
    .replace(INVISIBLE, '');
}
