import { image, type RgbImage } from '../../core/image.ts';
import type { DeltaRows } from '../engine.types.ts';

/** The image with the mark on it: the same δ on R, G and B. */
export function addDelta({ width, height, data }: RgbImage, delta: DeltaRows): RgbImage {
  const out = new Uint8ClampedArray(data.length);
  const row = new Float32Array(width);
  for (let y = 0, i = 0; y < height; y++) {
    delta.read(y, row);
    for (let x = 0; x < width; x++) {
      const d = row[x] ?? 0;
      for (let c = 0; c < 3; c++, i++) out[i] = (data[i] ?? 0) + d;
    }
  }
  return image(width, height, 3, new Uint8Array(out.buffer));
}
