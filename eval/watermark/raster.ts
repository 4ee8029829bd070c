/** RGB rasters of the attack battery: through codecs and along warps. */
import sharp, { type Sharp } from 'sharp';
import { image, type LumaImage, type RgbImage } from '../../src/core/image.ts';

export function toSharp({ width, height, data }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export async function fromSharp(source: Sharp): Promise<RgbImage> {
  const { data, info } = await source.flatten({ background: 'white' }).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const rgb = info.channels === 3 ? data : Buffer.from(Uint8Array.from({ length: info.width * info.height * 3 }, (_, i) => data[Math.floor(i / 3) * info.channels] ?? 0));
  return image(info.width, info.height, 3, new Uint8Array(rgb.buffer, rgb.byteOffset, rgb.length));
}

export async function readPhoto(file: string, area: number): Promise<RgbImage> {
  const { width = 1, height = 1 } = await sharp(file).metadata();
  const zoom = Math.min(1, Math.sqrt(area / (width * height)));
  return fromSharp(sharp(file).removeAlpha().resize(Math.round(width * zoom), Math.round(height * zoom), { fit: 'fill' }));
}

export async function jpeg(rgb: RgbImage, quality: number): Promise<RgbImage> {
  return fromSharp(sharp(await toSharp(rgb).jpeg({ quality }).toBuffer()));
}

export async function resize(rgb: RgbImage, width: number, height: number): Promise<RgbImage> {
  return fromSharp(toSharp(rgb).resize(Math.max(8, Math.round(width)), Math.max(8, Math.round(height)), { fit: 'fill' }));
}

export async function zoom(rgb: RgbImage, factor: number): Promise<RgbImage> {
  return resize(rgb, rgb.width * factor, rgb.height * factor);
}

/** Longest side at most this. */
export async function limit(rgb: RgbImage, side: number): Promise<RgbImage> {
  return zoom(rgb, Math.min(1, side / Math.max(rgb.width, rgb.height)));
}

export function luma({ width, height, data }: RgbImage): LumaImage {
  const out = new Float32Array(width * height);
  for (let i = 0; i < out.length; i++) out[i] = 0.299 * (data[3 * i] ?? 0) + 0.587 * (data[3 * i + 1] ?? 0) + 0.114 * (data[3 * i + 2] ?? 0);
  return image(width, height, 1, out);
}

/** Each pixel through a function of its channels, its place and nothing else; the result is rounded and clipped. */
export function eachPixel(rgb: RgbImage, f: (pixel: readonly [number, number, number], x: number, y: number) => readonly [number, number, number]): RgbImage {
  const out = new Uint8ClampedArray(rgb.data.length);
  for (let y = 0, i = 0; y < rgb.height; y++) for (let x = 0; x < rgb.width; x++, i += 3) {
    const [r, g, b] = f([rgb.data[i] ?? 0, rgb.data[i + 1] ?? 0, rgb.data[i + 2] ?? 0], x, y);
    out[i] = r;
    out[i + 1] = g;
    out[i + 2] = b;
  }
  return image(rgb.width, rgb.height, 3, new Uint8Array(out.buffer));
}

/** The same curve on every channel. */
export function curve(rgb: RgbImage, f: (v: number) => number): RgbImage {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, v) => f(v));
  return image(rgb.width, rgb.height, 3, rgb.data.map((v) => table[v] ?? 0));
}

export interface WarpTarget {
  readonly width: number;
  readonly height: number;
  /** Continuous target coordinates → source coordinates. */
  from(x: number, y: number): readonly [number, number];
  readonly background?: readonly [number, number, number];
}

/** Linear interpolation along any map; outside the source the background shows. */
export function warp(rgb: RgbImage, { width, height, from, background = [255, 255, 255] }: WarpTarget): RgbImage {
  const out = new Uint8ClampedArray(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at += 3) {
    const [u, v] = from(x + 0.5, y + 0.5);
    if (!(u >= 0 && v >= 0 && u < rgb.width && v < rgb.height)) {
      for (let c = 0; c < 3; c++) out[at + c] = background[c] ?? 0;
      continue;
    }
    const [cx, cy] = [Math.min(rgb.width - 1.001, Math.max(0, u - 0.5)), Math.min(rgb.height - 1.001, Math.max(0, v - 0.5))];
    const [ix, iy] = [Math.floor(cx), Math.floor(cy)];
    const [tx, ty] = [cx - ix, cy - iy];
    const i = (iy * rgb.width + ix) * 3;
    const down = i + rgb.width * 3;
    for (let c = 0; c < 3; c++) {
      out[at + c] = (1 - ty) * ((1 - tx) * (rgb.data[i + c] ?? 0) + tx * (rgb.data[i + 3 + c] ?? 0)) + ty * ((1 - tx) * (rgb.data[down + c] ?? 0) + tx * (rgb.data[down + 3 + c] ?? 0));
    }
  }
  return image(width, height, 3, new Uint8Array(out.buffer));
}

export function psnr(a: RgbImage, b: RgbImage): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += ((a.data[i] ?? 0) - (b.data[i] ?? 0)) ** 2;
  return 10 * Math.log10(255 ** 2 / Math.max(1e-9, sum / a.data.length));
}

/** Mean structural similarity of the lumas over 8 × 8 windows, 4 px apart. Source: Wang et al., IEEE TIP 13(4), 2004, doi:10.1109/TIP.2003.819861. */
export function ssim(a: RgbImage, b: RgbImage): number {
  const [p, q] = [luma(a).data, luma(b).data];
  let [total, n] = [0, 0];
  for (let y = 0; y + 8 <= a.height; y += 4) for (let x = 0; x + 8 <= a.width; x += 4) {
    let [sp, sq, pp, qq, pq] = [0, 0, 0, 0, 0];
    for (let v = y; v < y + 8; v++) for (let u = x; u < x + 8; u++) {
      const [s, t] = [p[v * a.width + u] ?? 0, q[v * a.width + u] ?? 0];
      sp += s; sq += t; pp += s * s; qq += t * t; pq += s * t;
    }
    const [mp, mq] = [sp / 64, sq / 64];
    const [vp, vq, cov] = [pp / 64 - mp * mp, qq / 64 - mq * mq, pq / 64 - mp * mq];
    total += ((2 * mp * mq + 6.5025) * (2 * cov + 58.5225)) / ((mp * mp + mq * mq + 6.5025) * (vp + vq + 58.5225));
    n++;
  }
  return total / Math.max(1, n);
}
