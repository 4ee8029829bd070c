/** What a person sees of an image that was asked for: as stored, so that the geometry found fits it. */
import { InputError } from '../../core/errors.ts';
import { readHeader } from '../../imaging/codecs/header.ts';
import { encodePreview } from '../../imaging/codecs/preview.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';

export interface PictureInput {
  readonly bytes: Uint8Array;
  /** px. */
  readonly maxSide: number;
}

export interface PictureOutput {
  /** px of the file as stored. */
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
}

/** @throws {InputError | LimitError} `image/…` */
export async function pictureQuery({ bytes, maxSide }: PictureInput): Promise<PictureOutput> {
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pdf' || format === 'docx') throw new InputError('image/unsupported', 'this is none of the images that are read; send JPEG, PNG, GIF, BMP, TIFF, SVG or WebP');
  const { width, height } = readHeader(bytes, format);
  const picture = await encodePreview(bytes, format, maxSide);
  return { width, height, bytes: picture.bytes, type: picture.type };
}
