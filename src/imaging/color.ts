/** Colour to luma. */
import { image, type GrayImage, type LumaImage, type RgbImage } from '../core/image.ts';

/** Luma Y′ of an 8-bit RGB image, range [0, 255], not rounded. Source: ITU-R BT.601-7 §2.5.1. */
export function toLuma({ width, height, data }: RgbImage): LumaImage {
  const luma = new Float32Array(width * height);
  for (let i = 0, j = 0; i < luma.length; i++, j += 3) {
    luma[i] = 0.299 * (data[j] ?? 0) + 0.587 * (data[j + 1] ?? 0) + 0.114 * (data[j + 2] ?? 0);
  }
  return image(width, height, 1, luma);
}

/** Luma rounded to 8 bits; values outside [0, 255] are clipped. */
export function toGray({ width, height, data }: LumaImage): GrayImage {
  return image(width, height, 1, Uint8Array.from(new Uint8ClampedArray(data)));
}

/** The three planes set to the same value, to show a grey image or feed it where colour is expected. */
export function toRgb({ width, height, data }: LumaImage | GrayImage): RgbImage {
  const gray = new Uint8ClampedArray(data);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0, j = 0; i < gray.length; i++, j += 3) rgb.fill(gray[i] ?? 0, j, j + 3);
  return image(width, height, 3, rgb);
}
