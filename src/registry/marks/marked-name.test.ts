import { expect, test } from 'vitest';
import { markedName } from './marked-name.ts';

test.each([
  ['a.JPG', 'image/jpeg', 'a.JPG'], ['a.jpeg', 'image/jpeg', 'a.jpeg'], ['image.jpg', 'image/png', 'image.png'], ['upload', 'image/webp', 'upload.webp'], ['a.tiff', 'image/tiff', 'a.tiff'], ['v1.2 final', 'image/tiff', 'v1.2 final.tif'],
])('%s of %s is called %s', (name, mime, expected) => {
  expect(markedName(name, mime)).toBe(expected);
});
