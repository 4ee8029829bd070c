/** Pictures for people: what browsers and the report show of an image, whatever its format. */
import type { Box } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import type { ImageFormat } from '../../core/media.ts';
import { decodeImage } from './decode.ts';
import { encodeJpeg, encodePng } from './encode.ts';
import { cropImage, resizeImage } from './resize.ts';

export interface Preview {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
  /** px. */
  readonly width: number;
  readonly height: number;
}

export interface CropOptions {
  /** px of the longer side of the result. */
  readonly maxSide: number;
  readonly frame?: number;
}

/** px; what was accepted once may be shown. */
const MAX_PIXELS = 200_000_000;
/** px; above it a picture of a lossless image is sent as JPEG too. */
const PNG_UP_TO = 1_500_000;

/** A picture at most `maxSide` px long, in the orientation of the stored pixels (a browser would turn the original by its Exif). */
export async function encodePreview(bytes: Uint8Array, format: ImageFormat, maxSide: number, frame = 0): Promise<Preview> {
  const { image } = await decodeImage(bytes, format, { frame, maxSide, maxPixels: MAX_PIXELS });
  return toPreview(image, format);
}

/** A picture of the part of an image within `box` (px as stored), reduced to `maxSide`, never enlarged. */
export async function cropEncoded(bytes: Uint8Array, format: ImageFormat, box: Box<'figure'>, { maxSide, frame = 0 }: CropOptions): Promise<Preview> {
  const { image } = await decodeImage(bytes, format, { frame, maxPixels: MAX_PIXELS });
  return toPreview(await resizeImage(cropImage(image, box), maxSide), format);
}

async function toPreview(image: RgbImage, format: ImageFormat): Promise<Preview> {
  const { width, height } = image;
  const lossy = format === 'jpeg' || width * height > PNG_UP_TO;
  return lossy
    ? { bytes: await encodeJpeg(image, 92), type: 'image/jpeg', width, height }
    : { bytes: await encodePng(image), type: 'image/png', width, height };
}
