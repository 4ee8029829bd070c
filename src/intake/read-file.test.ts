import sharp, { type Raw } from 'sharp';
import { expect, test } from 'vitest';
import { picture, writeDocx } from '../../test/hostile/intake-support/docx.ts';
import { texture } from '../../test/hostile/intake-support/pictures.ts';
import { pdfOf } from '../../test/hostile/intake-support/pdf.ts';
import { writeTiff } from '../../test/hostile/intake-support/tiff.ts';
import { encodePng } from '../imaging/codecs/encode.ts';
import { countPages, readFile } from './read-file.ts';
import type { IntakeLimits } from './read-file.types.ts';

const LIMITS: IntakeLimits = { maxPixels: 20_000_000, maxFigures: 10, maxUnpackedBytes: 50_000_000 };
const png = await encodePng(texture(64, 48, 'file'));

test('an image file is one figure with its own bytes', async () => {
  const told: number[][] = [];

  const read = await readFile(png, 'a.tif', LIMITS, { onPage: (done, total) => told.push([done, total]) });

  expect(read).toEqual({ format: 'png', pages: [], notes: [], figures: [{ width: 64, height: 48, source: 'file', bytes: png, format: 'png', notes: [] }] });
  expect(told).toEqual([[1, 1]]);
});

test('each page of a TIFF is a figure, its thumbnails are not', async () => {
  const page = (width: number, reduced = false): Parameters<typeof writeTiff>[0][number] => ({ width, height: 40, samples: new Uint8Array(width * 40).map((_, i) => i % 251), reduced });

  const { figures, notes } = await readFile(writeTiff([page(50), page(20, true), page(60)]), 'stack.tif', LIMITS);
  const many = await readFile(writeTiff(Array.from({ length: 12 }, () => page(50))), 'stack.tif', LIMITS);

  expect(figures.map(({ frame, width }) => [frame, width])).toEqual([[0, 50], [2, 60]]);
  expect(notes).toEqual(['tiff-thumbnail']);
  expect([many.figures.length, many.notes]).toEqual([10, ['too-many-figures']]);
});

test('of an animation the first frame is read, and it says so', async () => {
  const frames = Buffer.concat([texture(40, 40, 1).data, texture(40, 40, 2).data]);
  const gif = await sharp(frames, { raw: { width: 40, height: 80, channels: 3, pageHeight: 40 } as Raw }).gif().toBuffer();

  expect(await readFile(gif, 'a.gif', LIMITS)).toMatchObject({ figures: [{ width: 40, height: 40 }], notes: ['first-frame-only'] });
});

test('documents are read by what they are', async () => {
  const docx = writeDocx({ body: picture('rId1'), media: { 'a.png': png }, relationships: { rId1: 'media/a.png' }, pages: 7 });
  const pdf = pdfOf([{ content: '' }, { content: '' }]);

  expect(await readFile(docx, 'a.pdf', LIMITS)).toMatchObject({ format: 'docx', figures: [{ width: 64 }] });
  expect(await readFile(pdf, 'a.docx', LIMITS)).toMatchObject({ format: 'pdf', figures: [], pages: [{ number: 1, width: 600, height: 800 }, { number: 2 }] });
  expect([await countPages(docx, 'docx'), await countPages(pdf, 'pdf'), await countPages(png, 'png')]).toEqual([7, 2, undefined]);
});

test('a program named .png is refused by its content', async () => {
  await expect(readFile(Buffer.from('MZ\x90\0\x03 this program cannot be run'), 'fig1.png', LIMITS)).rejects.toMatchObject({ name: 'InputError', code: 'request/unsupported-media-type' });
});
