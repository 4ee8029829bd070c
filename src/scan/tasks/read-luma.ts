/** Luma of an encoded image of any format that is read, as the watermark engine takes it. */
import { InputError } from '../../core/errors.ts';
import type { LumaImage } from '../../core/image.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import { lumaPlane } from '../../watermark/files/luma-plane.ts';
import { rgbLuma } from '../../watermark/files/rgb-luma.ts';

/** @throws {InputError | LimitError} `image/…` */
export async function readLuma(bytes: Uint8Array, maxPixels: number): Promise<LumaImage> {
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pdf' || format === 'docx') throw new InputError('image/unsupported', 'this is none of the images that are read: JPEG, PNG, GIF, BMP, TIFF, SVG or WebP');
  const { image } = await decodeImage(bytes, format, { maxPixels });
  return lumaPlane(rgbLuma(image));
}
