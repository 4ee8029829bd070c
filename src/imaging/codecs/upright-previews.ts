/** The two pictures by which people know a registered image: a preview and a thumbnail, the right way up. */
import type { RgbImage } from '../../core/image.ts';
import type { ImageFormat } from '../../core/media.ts';
import { swapsSides, turnUpright } from '../upright.ts';
import { decodeImage } from './decode.ts';
import { encodeJpeg } from './encode.ts';
import { readHeader } from './header.ts';
import { orientationOf } from './orientation.ts';
import { resizeImage } from './resize.ts';

/** A JPEG. */
export interface Picture {
  readonly bytes: Uint8Array;
  /** px. */
  readonly width: number;
  readonly height: number;
}

export interface Previews {
  /** px of the file as stored. */
  readonly width: number;
  readonly height: number;
  /** At most 1280 px wide. */
  readonly preview: Picture;
  /** At most 256 px long. */
  readonly thumbnail: Picture;
}

const PREVIEW_WIDTH = 1280;
/** px; a strip of any length still becomes a JPEG. */
const PREVIEW_HEIGHT = 8192;
const THUMBNAIL_SIDE = 256;

/** @throws {InputError | LimitError} `image/…` */
export async function encodePreviews(bytes: Uint8Array, format: ImageFormat, maxPixels: number): Promise<Previews> {
  const { width, height } = readHeader(bytes, format);
  const orientation = await orientationOf(bytes, format);
  const [seenWidth, seenHeight] = swapsSides(orientation) ? [height, width] : [width, height];
  const zoom = Math.min(1, PREVIEW_WIDTH / seenWidth, PREVIEW_HEIGHT / seenHeight);
  const maxSide = Math.max(1, Math.round(Math.max(width, height) * zoom));
  const { image } = await decodeImage(bytes, format, { maxPixels, maxSide });
  const upright = turnUpright(image, orientation);
  return { width, height, preview: await toPicture(upright, 88), thumbnail: await toPicture(await resizeImage(upright, THUMBNAIL_SIDE), 85) };
}

async function toPicture(image: RgbImage, quality: number): Promise<Picture> {
  return { bytes: await encodeJpeg(image, quality), width: image.width, height: image.height };
}
