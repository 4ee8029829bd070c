/** Which way up an image is meant to be seen. */
import type { ImageFormat } from '../../core/media.ts';
import type { Orientation } from '../upright.ts';
import { sharp } from './vips.ts';

/** 1 where the file says nothing sensible. */
export async function orientationOf(bytes: Uint8Array, format: ImageFormat): Promise<Orientation> {
  if (format === 'svg' || format === 'bmp' || format === 'gif') return 1;
  const { orientation } = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata().catch(() => ({ orientation: 1 }));
  return orientation !== undefined && orientation >= 1 && orientation <= 8 ? (orientation as Orientation) : 1;
}
