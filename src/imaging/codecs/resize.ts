import type { RgbImage } from '../../core/image.ts';
import type { Box } from '../../core/geometry.ts';
import { sharp } from './vips.ts';

/** The image reduced so that its longer side is at most `maxSide` px (Lanczos 3); never enlarged. */
export async function resizeImage(image: RgbImage, maxSide: number): Promise<RgbImage> {
  if (Math.max(image.width, image.height) <= maxSide) return image;
  const { data, info } = await sharp(image.data, { raw: rawOf(image) })
    .resize({ width: maxSide, height: maxSide, fit: 'inside' }).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

/** The pixels a box touches, clipped to the image; at least one. */
export function cropImage(image: RgbImage, box: Box): RgbImage {
  const left = clamp(Math.floor(box.x), 0, image.width - 1);
  const top = clamp(Math.floor(box.y), 0, image.height - 1);
  const width = clamp(Math.ceil(box.x + box.width), left + 1, image.width) - left;
  const height = clamp(Math.ceil(box.y + box.height), top + 1, image.height) - top;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 3;
    data.set(image.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, channels: 3, data };
}

/** What sharp must be told of a raw buffer. */
export function rawOf({ width, height }: RgbImage): { readonly width: number; readonly height: number; readonly channels: 3 } {
  return { width, height, channels: 3 };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
