import type { Image } from '../../core/image.ts';
import type { LumaRows } from '../engine.types.ts';

/** Luma of samples as stored: 1 or 2 channels are gray (and alpha), 3 or 4 RGB (and alpha); 16 bit is brought to [0, 255]. */
export function rgbLuma({ width, height, channels, data }: Image<Uint8Array | Uint16Array>): LumaRows {
  const scale = data instanceof Uint16Array ? 1 / 257 : 1;
  const [r, g, b] = [0.299 * scale, 0.587 * scale, 0.114 * scale];
  return {
    width, height,
    read(y, out) {
      let at = y * width * channels;
      if (channels < 3) for (let x = 0; x < width; x++, at += channels) out[x] = scale * (data[at] ?? 0);
      else for (let x = 0; x < width; x++, at += channels) out[x] = r * (data[at] ?? 0) + g * (data[at + 1] ?? 0) + b * (data[at + 2] ?? 0);
    },
  };
}
