import { expect, test } from 'vitest';
import { checkFiles, MAX_DOCUMENT_BYTES, MAX_IMAGE_BYTES } from './check-files.ts';

const images = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `blot-${i}.PNG`, size: 1000 }));

test('one document, or up to 25 images, pass', () => {
  expect(checkFiles([{ name: 'paper.pdf', size: MAX_DOCUMENT_BYTES - 1 }])).toEqual([]);
  expect(checkFiles([{ name: 'paper.docx', size: 5 }])).toEqual([]);
  expect(checkFiles(images(25))).toEqual([]);
});

test('the limits are exclusive, as the server has them', () => {
  expect(checkFiles([{ name: 'paper.pdf', size: MAX_DOCUMENT_BYTES }])).toMatchObject([{ is: 'document-size', limit: MAX_DOCUMENT_BYTES }]);
  expect(checkFiles([{ name: 'a.tif', size: MAX_IMAGE_BYTES }])).toMatchObject([{ is: 'image-size', bytes: MAX_IMAGE_BYTES }]);
  expect(checkFiles(images(26))).toEqual([{ is: 'too-many-images', count: 26, limit: 25 }]);
});

test.each([
  ['an unknown type', [{ name: 'notes.txt', size: 9 }], 'type'],
  ['no extension', [{ name: 'figure', size: 9 }], 'type'],
  ['an empty file', [{ name: 'a.png', size: 0 }], 'empty'],
  ['two documents', [{ name: 'a.pdf', size: 9 }, { name: 'b.docx', size: 9 }], 'several-documents'],
  ['a document with an image', [{ name: 'a.pdf', size: 9 }, { name: 'b.jpg', size: 9 }], 'mixed'],
])('%s is refused', (_, files, problem) => {
  expect(checkFiles(files).map(({ is }) => is)).toEqual([problem]);
});
