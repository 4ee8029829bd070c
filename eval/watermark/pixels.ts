/** Noise and filters on pixels. */
import { image, type RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';

export function gaussianNoise(rgb: RgbImage, sigma: number, random: Random): RgbImage {
  const out = new Uint8ClampedArray(rgb.data.length);
  for (let i = 0; i < out.length; i += 2) {
    const radius = sigma * Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    out[i] = (rgb.data[i] ?? 0) + radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = (rgb.data[i + 1] ?? 0) + radius * Math.sin(angle);
  }
  return image(rgb.width, rgb.height, 3, new Uint8Array(out.buffer));
}

export function saltAndPepper(rgb: RgbImage, share: number, random: Random): RgbImage {
  const data = rgb.data.slice();
  for (let i = 0; i < data.length; i += 3) {
    const draw = random.next();
    if (draw < share) data.fill(draw < share / 2 ? 0 : 255, i, i + 3);
  }
  return image(rgb.width, rgb.height, 3, data);
}

/** This many grey levels in each channel. */
export function quantise(rgb: RgbImage, levels: number): RgbImage {
  const step = 255 / (levels - 1);
  return image(rgb.width, rgb.height, 3, rgb.data.map((v) => Math.round(Math.round(v / step) * step)));
}

/** Bilateral filter, 7 × 7, σ 3 px and 40 grey of the green channel. Source: Tomasi and Manduchi, ICCV 1998, doi:10.1109/ICCV.1998.710815. */
export function bilateral({ width, height, data }: RgbImage): RgbImage {
  const tone = Float64Array.from({ length: 256 }, (_, d) => Math.exp((-d * d) / (2 * 40 * 40)));
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const at = (y * width + x) * 3;
    let [n, r, g, b] = [0, 0, 0, 0];
    for (let v = Math.max(0, y - 3); v <= Math.min(height - 1, y + 3); v++) for (let u = Math.max(0, x - 3); u <= Math.min(width - 1, x + 3); u++) {
      const i = (v * width + u) * 3;
      const weight = (tone[Math.abs((data[i + 1] ?? 0) - (data[at + 1] ?? 0))] ?? 0) * Math.exp(-((u - x) ** 2 + (v - y) ** 2) / 18);
      n += weight;
      r += weight * (data[i] ?? 0);
      g += weight * (data[i + 1] ?? 0);
      b += weight * (data[i + 2] ?? 0);
    }
    out[at] = r / n;
    out[at + 1] = g / n;
    out[at + 2] = b / n;
  }
  return image(width, height, 3, new Uint8Array(out.buffer));
}
