import type { RgbImage } from '../../core/image.ts';
import { rawOf } from './resize.ts';
import { sharp } from './vips.ts';

/** The image stretched to a size, as JPEG that says which way up it is. @param orientation Exif, in [1, 8]. */
export async function encodeTurned(image: RgbImage, { width, height, orientation }: { readonly width: number; readonly height: number; readonly orientation: number }): Promise<Uint8Array> {
  return sharp(image.data, { raw: rawOf(image) }).resize({ width, height, fit: 'fill' }).withMetadata({ orientation }).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer();
}
