/** A changed image in a format as faithful as the one it came in. */
import type { RgbImage } from '../../core/image.ts';
import type { ImageFormat } from '../../core/media.ts';
import { encodeJpeg, encodePng } from './encode.ts';

export interface EncodedImage {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
}

/** px; a larger picture without loss would be a burden to send. */
const PNG_UP_TO = 12_000_000;

/** JPEG of quality 95 for what came lossy or is large, else PNG. @param twoTone always PNG: it is small, and JPEG would bring grey back. */
export async function encodeLike(image: RgbImage, format: ImageFormat, { twoTone = false }: { readonly twoTone?: boolean } = {}): Promise<EncodedImage> {
  const lossy = !twoTone && (format === 'jpeg' || format === 'webp' || image.width * image.height > PNG_UP_TO);
  return lossy ? { bytes: await encodeJpeg(image, 95), type: 'image/jpeg' } : { bytes: await encodePng(image), type: 'image/png' };
}
