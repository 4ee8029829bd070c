import type { RgbImage } from '../../core/image.ts';
import { rawOf } from './resize.ts';
import { sharp } from './vips.ts';

/** The image as PNG, lossless, without metadata. The same pixels give the same bytes. */
export async function encodePng(image: RgbImage): Promise<Uint8Array> {
  return sharp(image.data, { raw: rawOf(image), limitInputPixels: false }).png({ compressionLevel: 6 }).toBuffer();
}

/** The image as JPEG without chroma subsampling. @param quality in [1, 100]. */
export async function encodeJpeg(image: RgbImage, quality = 90): Promise<Uint8Array> {
  return sharp(image.data, { raw: rawOf(image), limitInputPixels: false }).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
}
