import sharp from 'sharp';
import { image, type RgbImage } from '../../src/core/image.ts';

/** An image file as 8-bit RGB, for measuring: alpha dropped, grey spread to three planes, 16 bits scaled by 1/257. */
export async function readRgb(file: string): Promise<RgbImage> {
  const { data, info } = await sharp(file, { failOn: 'none' }).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return image(info.width, info.height, 3, new Uint8Array(data));
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let i = 0; i < data.length; i++) rgb.fill(data[i] ?? 0, 3 * i, 3 * i + 3);
  return image(info.width, info.height, 3, rgb);
}
