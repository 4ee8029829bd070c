import { image, type LumaImage } from '../../core/image.ts';
import type { LumaRows } from '../engine.types.ts';

/** Rows gathered into one plane. */
export function lumaPlane({ width, height, read }: LumaRows): LumaImage {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) read(y, data.subarray(y * width, (y + 1) * width));
  return image(width, height, 1, data);
}
