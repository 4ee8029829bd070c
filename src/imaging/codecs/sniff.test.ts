import { expect, test } from 'vitest';
import { writeDocx } from '../../../test/hostile/intake-support/docx.ts';
import { writeZip } from '../../../test/hostile/intake-support/zip.ts';
import { sniffFormat } from './sniff.ts';

const text = (value: string): Uint8Array => Buffer.from(value);
const hex = (value: string): Uint8Array => Buffer.concat([Buffer.from(value.replace(/ /g, ''), 'hex'), Buffer.alloc(32)]);

test.each([
  ['jpeg', hex('ffd8ffe000104a464946')],
  ['jpeg', hex('ffd8ffdb')],
  ['png', hex('89504e470d0a1a0a')],
  ['gif', text('GIF87a…')],
  ['gif', text('GIF89a…')],
  ['tiff', hex('49492a00')],
  ['tiff', hex('4d4d002a')],
  ['tiff', hex('49492b00')],
  ['webp', text('RIFF\0\0\0\0WEBPVP8L')],
  ['bmp', hex('424d 00000000 00000000 36000000 28000000')],
  ['bmp', hex('424d 00000000 00000000 1a000000 0c000000')],
  ['pdf', text('%PDF-1.4\n')],
  ['pdf', text(`${'\n'.repeat(1000)}%PDF-1.4\n`)],
  ['docx', writeDocx({ body: '' })],
  ['docx', writeDocx({ body: '' }).subarray(0, 700)],
  ['svg', text('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['svg', text('\ufeff<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x">\n<svg width="1">')],
  ['svg', text('<!DOCTYPE svg [ <!ENTITY a "b"> ]><svg>')],
  ['svg', text('<s:svg xmlns:s="http://www.w3.org/2000/svg"/>')],
  ['svg', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<svg/>', 'utf16le')])],
] as const)('%s', (format, bytes) => {
  expect(sniffFormat(bytes)).toBe(format);
});

test.each([
  ['an empty file', text('')],
  ['a program named .png', Buffer.concat([text('MZ'), Buffer.alloc(200)])],
  ['plain text', text('BM is two letters; so is PK, and <svg> may be spoken of')],
  ['HTML that shows an SVG', text('<html><svg></svg></html>')],
  ['XML of another kind', text('<?xml version="1.0"?><svgx/>')],
  ['a spreadsheet', writeZip([{ name: '[Content_Types].xml', data: 'x' }, { name: 'xl/workbook.xml', data: 'x' }])],
  ['an archive', writeZip([{ name: 'readme', data: 'x' }])],
  ['a PDF header too far in', text(`${' '.repeat(1100)}%PDF-1.4`)],
  ['an AVIF', text('\0\0\0 ftypavif')],
])('%s is none of them', (_, bytes) => {
  expect(sniffFormat(bytes)).toBeUndefined();
});
