import { describe, expect, test } from 'vitest';
import { encodeJpeg, encodePng } from '../../imaging/codecs/encode.ts';
import { drawing, paragraph, picture, writeDocx, type DocxOptions } from '../../../test/hostile/intake-support/docx.ts';
import { texture } from '../../../test/hostile/intake-support/pictures.ts';
import { writeZip } from '../../../test/hostile/intake-support/zip.ts';
import type { IntakeLimits, ReadFile } from '../read-file.types.ts';
import { countDocxPages } from './count-pages.ts';
import { readDocx } from './read-docx.ts';

const LIMITS: IntakeLimits = { maxPixels: 20_000_000, maxFigures: 100, maxUnpackedBytes: 50_000_000 };
const png = Buffer.from(await encodePng(texture(64, 48, 'a')));
const icon = Buffer.from(await encodePng(texture(12, 12, 'icon')));
const jpeg = Buffer.from(await encodeJpeg(texture(90, 70, 'b')));
const MEDIA = { media: { 'image1.png': png, 'image2.jpeg': jpeg }, relationships: { rId1: 'media/image1.png', rId2: 'media/image2.jpeg' } };

async function read(options: DocxOptions): Promise<ReadFile> {
  return readDocx(writeDocx(options), LIMITS);
}

const EMU = '<a:srcRect l="10000"/>';

describe('figures', () => {
  test('come in document order, each placement one, with its bytes as stored', async () => {
    const { figures, pages, format } = await read({ ...MEDIA, body: picture('rId2') + paragraph('Words.') + picture('rId1') + picture('rId2') });

    expect([format, pages]).toEqual(['docx', []]);
    expect(figures.map((figure) => [figure.width, figure.format, figure.source, figure.page])).toEqual([[90, 'jpeg', 'embedded', undefined], [64, 'png', 'embedded', undefined], [90, 'jpeg', 'embedded', undefined]]);
    expect(Buffer.compare(figures[1]?.bytes ?? Buffer.alloc(0), png)).toBe(0);
  });

  test('the name of a part does not decide its format', async () => {
    const { figures } = await read({ body: picture('rId1'), media: { 'image1.png': jpeg }, relationships: { rId1: 'media/image1.png' } });

    expect(figures.map(({ format }) => format)).toEqual(['jpeg']);
  });

  test('a fallback for older readers is not a second picture', async () => {
    const alternate = `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">${drawing('rId1')}</mc:Choice><mc:Fallback><w:pict><v:imagedata r:id="rId1"/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`;

    expect((await read({ ...MEDIA, body: alternate })).figures).toHaveLength(1);
    expect((await read({ ...MEDIA, body: '<w:p><w:pict><v:imagedata r:id="rId1"/></w:pict></w:p>' })).figures).toHaveLength(1);
  });

  test('cropping in the document is named, and the whole picture is kept', async () => {
    const { figures } = await read({ ...MEDIA, body: picture('rId1', EMU) + picture('rId1') });

    expect(figures.map(({ width, notes }) => [width, notes])).toEqual([[64, ['cropped-in-document']], [64, []]]);
  });

  test('stop at the limit, and say so', async () => {
    const { figures, notes } = await readDocx(writeDocx({ ...MEDIA, body: picture('rId1').repeat(5) }), { ...LIMITS, maxFigures: 3 });

    expect([figures.length, notes]).toEqual([3, ['too-many-figures']]);
  });
});

describe('captions', () => {
  const captionsOf = async (body: string): Promise<(string | undefined)[]> => (await read({ ...MEDIA, body })).figures.map(({ caption }) => caption);

  test.each([
    ['the next paragraph by style', picture('rId1') + paragraph('A blot.', 'Caption'), ['A blot.']],
    ['the next paragraph by its first word', picture('rId1') + paragraph('Fig. 3: cells'), ['Fig. 3: cells']],
    ['after an empty line', picture('rId1') + paragraph('') + paragraph('Figure 3'), ['Figure 3']],
    ['shared by pictures in a row', picture('rId1') + picture('rId2') + paragraph('Figure 1. Both'), ['Figure 1. Both', 'Figure 1. Both']],
    ['before the picture', paragraph('Supplementary Figure S2') + picture('rId1') + paragraph('Running text.'), ['Supplementary Figure S2']],
    ['in a table with panel letters', `<w:tbl><w:tr><w:tc>${picture('rId1')}${paragraph('A')}</w:tc><w:tc>${picture('rId2')}${paragraph('B')}</w:tc></w:tr></w:tbl>${paragraph('Figure 7. A table of panels', 'Caption')}`, ['Figure 7. A table of panels', 'Figure 7. A table of panels']],
    ['none', paragraph('As the figure shows,') + picture('rId1') + paragraph('nothing.'), [undefined]],
    ['each its own', picture('rId1') + paragraph('Figure 1') + paragraph('Text.') + picture('rId2') + paragraph('Figure 2'), ['Figure 1', 'Figure 2']],
  ])('%s', async (_, body, expected) => {
    expect(await captionsOf(body)).toEqual(expected);
  });
});

describe('what is not read is named', () => {
  const emf = Buffer.alloc(100);
  emf.writeUInt32LE(1, 0);
  emf.write(' EMF', 40, 'latin1');

  test.each<[string, DocxOptions]>([
    ['emf', { body: picture('rId1'), media: { 'image1.emf': emf }, relationships: { rId1: 'media/image1.emf' } }],
    ['wmf', { body: picture('rId1'), media: { 'image1.wmf': Buffer.from('d7cdc69a00000000', 'hex') }, relationships: { rId1: 'media/image1.wmf' } }],
    ['ole', { body: picture('rId1'), media: { 'a.bin': Buffer.from('d0cf11e0a1b11ae1', 'hex') }, relationships: { rId1: 'media/a.bin' } }],
    ['external-image', { body: picture('rId1'), relationships: { rId1: 'http://example.org/a.png' } }],
    ['missing-image', { body: picture('rId9') }],
    ['missing-image', { body: picture('rId1'), relationships: { rId1: '../../../etc/passwd' } }],
    ['unreadable-image', { body: picture('rId1'), media: { 'a.png': png.subarray(0, 20) }, relationships: { rId1: 'media/a.png' } }],
    ['tiny-image', { body: picture('rId1'), media: { 'a.png': icon }, relationships: { rId1: 'media/a.png' } }],
  ])('%s', async (note, options) => {
    expect(await read(options)).toMatchObject({ figures: [], notes: [note] });
  });

  test('one bad picture does not hide the good one', async () => {
    const { figures, notes } = await read({ body: picture('rId1') + picture('rId2'), media: { 'a.png': png.subarray(0, 30), 'b.png': png }, relationships: { rId1: 'media/a.png', rId2: 'media/b.png' } });

    expect([figures.length, notes]).toEqual([1, ['unreadable-image']]);
  });

  test('a picture over the pixel limit', async () => {
    expect(await readDocx(writeDocx({ ...MEDIA, body: picture('rId1') }), { ...LIMITS, maxPixels: 1000 })).toMatchObject({ figures: [], notes: ['too-many-pixels'] });
  });
});

describe('pages', () => {
  const hard = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';
  const rendered = '<w:p><w:r><w:lastRenderedPageBreak/><w:t>x</w:t></w:r></w:p>';

  test.each<[string, DocxOptions, number | undefined]>([
    ['as the properties say', { body: hard, pages: 49 }, 49],
    ['by breaks someone put in', { body: hard.repeat(3) }, 4],
    ['by breaks Word laid out', { body: rendered.repeat(5) + hard.repeat(2) }, 6],
    ['by breaks when the properties are empty', { body: hard, pages: '' }, 2],
    ['by breaks when the properties say nonsense', { body: hard, pages: 'many' }, 2],
    ['unknown', { body: paragraph('x') }, undefined],
  ])('%s', async (_, options, expected) => {
    expect(await countDocxPages(writeDocx(options))).toBe(expected);
  });
});

describe('attacks', () => {
  const part = (name: string, data: Uint8Array | string): { name: string; data: Uint8Array | string } => ({ name, data });

  test.each<[string, () => Buffer, string]>([
    ['a zip bomb', () => writeDocx({ body: '', more: [part('word/media/a.bmp', Buffer.alloc(20_000_000))] }), 'document/bomb'],
    ['more than may be unpacked', () => writeDocx({ body: '', more: Array.from({ length: 60 }, (_, i) => ({ name: `word/media/${i}`, data: Buffer.alloc(1_000_000), compress: true })) }), 'document/bomb'],
    ['too many parts', () => writeDocx({ body: '', more: Array.from({ length: 5000 }, (_, i) => part(`word/media/${i}`, '')) }), 'document/bomb'],
    ['a part that lies about its size', () => writeDocx({ body: picture('rId1'), relationships: { rId1: 'media/a.png' }, more: [{ name: 'word/media/a.png', data: Buffer.concat([png, Buffer.alloc(3_000_000)]), claimedSize: 2000 }] }), 'document/corrupt'],
    ['a path that climbs out', () => writeDocx({ body: '', more: [part('../../etc/passwd', 'x')] }), 'document/corrupt'],
    ['an absolute path', () => writeDocx({ body: '', more: [part('/etc/passwd', 'x')] }), 'document/corrupt'],
    ['a billion laughs', () => writeDocx({ body: '<w:p>&c;</w:p>', prolog: '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>' }), 'document/corrupt'],
    ['an external document type', () => writeDocx({ body: '', prolog: '<!DOCTYPE w SYSTEM "file:///etc/passwd">' }), 'document/corrupt'],
    ['an unknown entity', () => writeDocx({ body: '<w:p>&x;</w:p>' }), 'document/corrupt'],
    ['elements without end', () => writeDocx({ body: '<w:p>'.repeat(2000) }), 'document/bomb'],
    ['no document part', () => writeZip([part('[Content_Types].xml', 'x'), part('word/styles.xml', 'x')]), 'document/corrupt'],
    ['encryption', () => writeZip([{ name: 'word/document.xml', data: 'x', flags: 1 }]), 'document/encrypted'],
    ['no zip at all', () => Buffer.from('PK\u0003\u0004 nothing'), 'document/corrupt'],
  ])('%s', async (_, make, code) => {
    await expect(readDocx(make(), LIMITS)).rejects.toMatchObject({ code });
  });
});
