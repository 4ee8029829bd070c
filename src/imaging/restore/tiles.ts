/** Overlapping square tiles of a picture's channels. */
import type { RgbImage } from '../../core/image.ts';

/** px. */
export const TILE = 256;

/** Weights of R, G, B: lightness and two colour differences, so that coloured stripes are seen apart from print. Source: ITU-R BT.601-7 §2.5. */
export const CHANNELS: readonly (readonly [number, number, number])[] = [[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]];

/** Fills a tile with a channel; beyond the edge the picture is mirrored. */
export function tileInto(target: Float64Array, { width, height, data }: RgbImage, { x: x0, y: y0, channel }: { readonly x: number; readonly y: number; readonly channel: number }): void {
  const [r = 0, g = 0, b = 0] = CHANNELS[channel] ?? [];
  for (let y = 0, i = 0; y < TILE; y++) {
    const row = mirrored(y0 + y, height) * width;
    for (let x = 0; x < TILE; x++, i++) {
      const at = 3 * (row + mirrored(x0 + x, width));
      target[i] = r * (data[at] ?? 0) + g * (data[at + 1] ?? 0) + b * (data[at + 2] ?? 0);
    }
  }
}

/** Index within the picture, reflected at its edges. */
function mirrored(i: number, length: number): number {
  const period = 2 * length;
  const p = ((i % period) + period) % period;
  return p < length ? p : period - 1 - p;
}

/** Hann, to the power of `share` / 2: 2 = for analysis alone; 1 = for analysis and synthesis, whose squares add up to 1 at half a tile's distance. */
export function windowOf(share: 1 | 2): Float64Array {
  const line = Float64Array.from({ length: TILE }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / TILE) ** share);
  return Float64Array.from({ length: TILE * TILE }, (_, i) => (line[i % TILE] ?? 0) * (line[Math.floor(i / TILE)] ?? 0));
}
