/** Encoded bytes → the luma that the index works on. */
import { createHash } from 'node:crypto';
import { InputError } from '../core/errors.ts';
import type { LumaImage, RgbImage } from '../core/image.ts';
import type { ImageFormat } from '../core/media.ts';
import { decodeImage } from '../imaging/codecs/decode.ts';
import { readHeader } from '../imaging/codecs/header.ts';
import { sniffFormat } from '../imaging/codecs/sniff.ts';
import { toLuma } from '../imaging/color.ts';

export interface ReadImage {
  readonly sha256: string;
  /** px as stored. */
  readonly width: number;
  readonly height: number;
  /** Reduced so that its longest side is at most the one asked for. */
  readonly image: RgbImage;
  readonly luma: LumaImage;
}

/** @throws {InputError | LimitError} `image/…` */
export async function readImage(bytes: Uint8Array, { maxPixels, maxSide, frame = 0 }: { maxPixels: number; maxSide: number; frame?: number }): Promise<ReadImage> {
  const format = sniffFormat(bytes);
  if (!format || format === 'pdf' || format === 'docx') {
    throw new InputError('image/unsupported', 'this is none of the images that are read: jpeg, png, gif, bmp, tiff, svg, webp');
  }
  const { width, height } = readHeader(bytes, format satisfies ImageFormat, frame);
  const { image } = await decodeImage(bytes, format, { maxPixels, maxSide, frame });
  return { sha256: createHash('sha256').update(bytes).digest('hex'), width, height, image, luma: toLuma(image) };
}
