import sharp from 'sharp';
import { expect, test } from 'vitest';
import { photo } from '../../../test/support/synthetic.ts';
import { image, type GrayImage } from '../../core/image.ts';
import { encodePlanes } from '../../imaging/codecs/jpeg/encode.ts';
import { readJpeg } from '../../imaging/codecs/jpeg/read.ts';
import { jpegPixelHash, pixelHashText, samplesPixelHash } from './pixel-hash.ts';

/** A ramp through 16 × 8 samples, by construction: no picture, no decoder. */
const ramp: GrayImage = image(16, 8, 1, Uint8Array.from({ length: 128 }, (_, i) => (i * 2) & 255));
const STEPS = Uint16Array.from({ length: 64 }, (_, i) => 1 + (i % 7));
const jpeg = (options: { readonly progressive?: boolean; readonly restartInterval?: number; readonly segments?: readonly Uint8Array[] } = {}): Uint8Array =>
  encodePlanes([{ plane: ramp, h: 1, v: 1, quantisation: STEPS }], { width: 16, height: 8, ...options });
const hashOf = (bytes: Uint8Array): string => pixelHashText(jpegPixelHash(readJpeg(bytes, { maxPixels: 1e7 })));

test('vectors', () => {
  expect(pixelHashText(samplesPixelHash(ramp))).toBe('lmk-pix-1:05ba57ddf3ab48ff44544a13adcd8d53ac6cc7a129274be19b90f2f9917c1bbb');
  expect(pixelHashText(samplesPixelHash(image(16, 8, 1, Uint16Array.from(ramp.data, (v) => v * 257))))).toBe('lmk-pix-1:5cadbcbcde4dec721f05625ef754063685f6ff7fe8213f8a0e2a42060e37306a');
  expect(hashOf(jpeg())).toBe('lmk-jpg-1:002f4d575b7964bd50844ac50c0367049ef9e5eabe6bcf46d4fe994e242cce95');
});

test('a lossless rewrite keeps the hash of a JPEG, a lossy one does not', async () => {
  const picture = photo('hash', 160, 120);
  const first = new Uint8Array(await sharp(picture.data, { raw: { width: 160, height: 120, channels: 3 } }).jpeg({ quality: 80 }).toBuffer());

  expect(hashOf(jpeg({ progressive: true }))).toBe(hashOf(jpeg()));
  expect(hashOf(jpeg({ restartInterval: 1 }))).toBe(hashOf(jpeg()));
  expect(hashOf(jpeg({ segments: [Uint8Array.from([0xff, 0xfe, 0, 5, 65, 66, 67])] }))).toBe(hashOf(jpeg()));
  expect(hashOf(new Uint8Array(await sharp(first).jpeg({ quality: 79 }).toBuffer()))).not.toBe(hashOf(first));
  expect(hashOf(new Uint8Array(await sharp(first).withExif({ IFD0: { Copyright: 'me' } }).jpeg({ quality: 80 }).toBuffer()))).not.toBe(hashOf(first)); // coded anew
});
