import type { RgbImage } from '../../../src/core/image.ts';
import { seededRandom } from '../../../src/core/random.ts';

/** A smooth coloured texture, the same for the same seed: sums of random waves, without flat parts. */
export function texture(width: number, height: number, seed: number | string): RgbImage {
  const random = seededRandom(seed);
  const waves = Array.from({ length: 12 }, () => ({ u: random.next() * 0.4, v: random.next() * 0.4, phase: random.next() * 6.28, channel: random.int(3) }));
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sums = [128, 128, 128];
      for (const { u, v, phase, channel } of waves) sums[channel] = (sums[channel] ?? 0) + 25 * Math.sin(u * x + v * y + phase);
      data.set(sums.map((value) => Math.max(0, Math.min(255, Math.round(value)))), (y * width + x) * 3);
    }
  }
  return { width, height, channels: 3, data };
}

export function solid(width: number, height: number, colour: readonly [number, number, number]): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(colour, i * 3);
  return { width, height, channels: 3, data };
}

/** Mean absolute difference of two images of one size, unit grey. */
export function difference(a: RgbImage, b: RgbImage): number {
  if (a.width !== b.width || a.height !== b.height) throw new RangeError(`sizes differ: ${a.width} × ${a.height}, ${b.width} × ${b.height}`);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs((a.data[i] ?? 0) - (b.data[i] ?? 0));
  return sum / a.data.length;
}

/** Bounding box of the pixels for which `wanted` holds. */
export function extentOf({ width, height, data }: RgbImage, wanted: (r: number, g: number, b: number) => boolean): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      if (!wanted(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0)) continue;
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
