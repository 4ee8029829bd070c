/**
 * Names an image by what is seen, whatever its metadata say.
 *
 * - `lmk-jpg-1`, for JPEG: over the frame header, the quantisation tables and the quantised coefficients; no decoder has a say, and a lossless rewrite
 *   (other Huffman tables, progressive or not, restart markers) keeps it.
 * - `lmk-pix-1`, for all else: over the samples as stored: no colour conversion, no rotation, alpha included.
 *
 * Test vectors: pixel-hash.test.ts.
 */
import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import type { Image } from '../../core/image.ts';
import type { Jpeg } from '../../imaging/codecs/jpeg/jpeg.types.ts';

export interface PixelHash {
  readonly scheme: 'lmk-jpg-1' | 'lmk-pix-1';
  /** 32 bytes. */
  readonly digest: Uint8Array;
}

/** `lmk-jpg-1:` or `lmk-pix-1:` and 64 hex digits: as it is kept and compared. */
export function pixelHashText({ scheme, digest }: PixelHash): string {
  return `${scheme}:${Buffer.from(digest).toString('hex')}`;
}

/**
 * SHA-256("lmk-jpg-1\0" ‖ u32 width ‖ u32 height ‖ u8 components ‖ for each: u8 h, u8 v, 64 × u16 steps in natural order ‖
 * for each: its blocks in raster order without the fill, 64 × i16 in natural order). Numbers big-endian.
 */
export function jpegPixelHash({ width, height, components }: Jpeg): PixelHash {
  const hash = createHash('sha256').update('lmk-jpg-1\0').update(u32(width)).update(u32(height)).update(Uint8Array.of(components.length));
  for (const { h, v, quantisation } of components) hash.update(Uint8Array.of(h, v)).update(bigEndian(quantisation));
  for (const { columns, rows, storedColumns, coefficients } of components) {
    for (let row = 0; row < rows; row++) {
      const from = row * storedColumns * 64;
      hash.update(bigEndian(coefficients.subarray(from, from + columns * 64)));
    }
  }
  return { scheme: 'lmk-jpg-1', digest: hash.digest() };
}

/** SHA-256("lmk-pix-1\0" ‖ u32 width ‖ u32 height ‖ u8 channels ‖ u8 bits ‖ samples row by row, interleaved, 16 bit big-endian). */
export function samplesPixelHash({ width, height, channels, data }: Image<Uint8Array | Uint16Array>): PixelHash {
  const wide = data instanceof Uint16Array;
  const hash = createHash('sha256').update('lmk-pix-1\0').update(u32(width)).update(u32(height)).update(Uint8Array.of(channels, wide ? 16 : 8));
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    const samples = data.subarray(y * row, (y + 1) * row);
    hash.update(samples instanceof Uint16Array ? bigEndian(samples) : samples);
  }
  return { scheme: 'lmk-pix-1', digest: hash.digest() };
}

function u32(n: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
}

function bigEndian(words: Uint16Array | Int16Array): Uint8Array {
  const bytes = Buffer.from(words.slice().buffer);
  return endianness() === 'LE' ? bytes.swap16() : bytes;
}
