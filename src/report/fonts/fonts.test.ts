import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';
import { fontSources, parseRanges } from './font-stack.ts';
import { unwrapWoff } from './unwrap-woff.ts';

test('ranges are read as the catalogue of the fonts writes them', () => {
  expect(parseRanges('U+20-7E, U+2026')).toEqual([[0x20, 0x7e], [0x2026, 0x2026]]);
});

test('Korean reports try the Korean file first, others Latin', () => {
  expect(fontSources('ko', 400)[0]?.name).toBe('noto-sans-kr-korean-400');
  expect(fontSources('fr', 700)[0]?.name).toBe('noto-sans-latin-700');
});

test('an unwrapped font is a sound sfnt: every table where the directory says, with its checksum', () => {
  const path = fontSources('en', 400)[0]?.path ?? '';

  const font = unwrapWoff(readFileSync(path));

  expect(font.readUInt32BE(0)).toBe(0x00010000);
  const count = font.readUInt16BE(4);
  expect(count).toBeGreaterThan(8);
  for (let i = 0; i < count; i++) {
    const at = 12 + i * 16;
    const tag = font.toString('latin1', at, at + 4);
    const [checksum, offset, length] = [font.readUInt32BE(at + 4), font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)];
    let sum = 0;
    for (let word = 0; word < Math.ceil(length / 4); word++) sum = (sum + (tag === 'head' && word === 2 ? 0 : font.readUInt32BE(offset + word * 4))) >>> 0;
    expect(sum, tag).toBe(checksum);
  }
});

test('what is no WOFF file is refused', () => {
  expect(() => unwrapWoff(Buffer.from('plain text'))).toThrow(RangeError);
});

test.each([
  ['a\u202eb\u0000c\u200bd\ufeff', 'abcd'],
  ['line\r\nnext\u2028third', 'line\nnext\nthird'],
  ['tab\tand\u3000wide', 'tab and wide'],
  ['e\u0301'.normalize('NFD'), 'é'],
  ['half \ud83d', 'half \ufffd'],
  ['1\u202f234', '1\u00a0234'],
])('%j is cleaned', (raw, clean) => {
  expect(cleanText(raw)).toBe(clean);
});
