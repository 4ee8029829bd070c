/** Opens one picture of a document: format and sides are judged from the header, before anything is decoded. */
import { InputError, LimitError } from '../core/errors.ts';
import type { ImageFormat } from '../core/media.ts';
import { readHeader } from '../imaging/codecs/header.ts';
import { sniffFormat } from '../imaging/codecs/sniff.ts';

/** px. */
export interface Sides {
  readonly least: number;
  readonly most: number;
}

/** @throws {InputError} `image/unsupported`, `image/corrupt` @throws {LimitError} `image/wrong-size`: a side is not in `sides`. */
export function openPicture(bytes: Uint8Array, sides: Sides | undefined): ImageFormat {
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pdf' || format === 'docx') throw new InputError('image/unsupported', 'this is no image that is read here; send JPEG, PNG, BMP, WebP, TIFF or GIF');
  const { width, height } = readHeader(bytes, format);
  if (sides && (Math.min(width, height) < sides.least || Math.max(width, height) > sides.most)) {
    throw new LimitError('image/wrong-size', `the image is ${width} × ${height} px; the shortest side must be at least ${sides.least} px and the longest at most ${sides.most} px`, { width, height });
  }
  return format;
}

/** @throws {InputError} `image/truncated`: the file breaks off. */
export function refuseTruncated(notes: readonly string[], format: ImageFormat): void {
  if (notes.includes('truncated')) throw new InputError('image/truncated', `the ${format} breaks off; send the whole file`);
}
