/** Luma of a JPEG as the engine reads it. */
import { decodeJpeg } from '../../imaging/codecs/jpeg/decode.ts';
import type { Jpeg } from '../../imaging/codecs/jpeg/jpeg.types.ts';
import { decodePlane } from '../../imaging/codecs/jpeg/planes.ts';
import type { LumaRows } from '../engine.types.ts';
import { rgbLuma } from './rgb-luma.ts';

/** Y where the file has one at full size, else luma of the rendered RGB (RGB and ink files). */
export function jpegLuma(jpeg: Jpeg): LumaRows {
  const { width, height, colour } = jpeg;
  const [first] = jpeg.components;
  if (!first || (colour !== 'gray' && colour !== 'ycbcr') || first.width !== width || first.height !== height) return rgbLuma(decodeJpeg(jpeg));
  const { data } = decodePlane(first);
  return { width, height, read: (y, out) => out.set(data.subarray(y * width, (y + 1) * width)) };
}
