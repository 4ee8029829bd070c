/** Edits with known truth: cut, paste, warp, tone, noise, blur, JPEG. Inputs are never changed. */
import sharp from 'sharp';
import { invert, motionOf, multiply, translation, type Box, type Frame, type Matrix, type Point } from '../../src/core/geometry.ts';
import { image, type GrayImage, type Image, type LumaImage, type RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { boxRegion, mapRegion, type Region } from '../../src/core/regions.ts';
import { gaussian } from './random.ts';

export type Bytes<C extends number = number> = Image<Uint8Array, C>;

export function box(x: number, y: number, width: number, height: number): Box<'panel'> {
  return { x, y, width, height };
}

export function toRgb(picture: Bytes): RgbImage {
  if (picture.channels === 3) return picture as RgbImage;
  const data = new Uint8Array(picture.width * picture.height * 3);
  for (let i = 0; i < data.length; i++) data[i] = picture.data[Math.floor(i / 3) * picture.channels] ?? 0;
  return image(picture.width, picture.height, 3, data);
}

/** ITU-R BT.601 luma, range [0, 255]. */
export function toLuma({ width, height, channels, data }: Bytes): LumaImage {
  const luma = new Float32Array(width * height);
  for (let i = 0; i < luma.length; i++) {
    const at = i * channels;
    luma[i] = channels === 1 ? data[at] ?? 0 : 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return image(width, height, 1, luma);
}

export function toGray(picture: Bytes): GrayImage {
  return image(picture.width, picture.height, 1, Uint8Array.from(toLuma(picture).data, Math.round));
}

export function flat(width: number, height: number, grey: number): GrayImage {
  return image(width, height, 1, new Uint8Array(width * height).fill(grey));
}

export function crop<C extends number>({ width, height, channels, data }: Bytes<C>, area: Box): Bytes<C> {
  if (area.x < 0 || area.y < 0 || area.x + area.width > width || area.y + area.height > height) {
    throw new RangeError(`crop ${area.width} × ${area.height} at (${area.x}, ${area.y}) leaves the image of ${width} × ${height}`);
  }
  const out = new Uint8Array(area.width * area.height * channels);
  for (let y = 0; y < area.height; y++) {
    const from = ((area.y + y) * width + area.x) * channels;
    out.set(data.subarray(from, from + area.width * channels), y * area.width * channels);
  }
  return image(area.width, area.height, channels, out);
}

/** The target with the source laid over it, its top left corner at `at`; what leaves the target is cut off. */
export function paste<C extends number>(target: Bytes<C>, source: Bytes<C>, at: Point): Bytes<C> {
  const out = Uint8Array.from(target.data);
  const { channels } = target;
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < source.width; x++) {
      const [tx, ty] = [at.x + x, at.y + y];
      if (tx < 0 || ty < 0 || tx >= target.width || ty >= target.height) continue;
      for (let c = 0; c < channels; c++) out[(ty * target.width + tx) * channels + c] = source.data[(y * source.width + x) * channels + c] ?? 0;
    }
  }
  return image(target.width, target.height, channels, out);
}

export interface Move {
  /** deg, clockwise as seen on screen. */
  readonly rotation?: number;
  readonly scale?: number;
  /** Left–right, before it is rotated. */
  readonly mirrored?: boolean;
}

/** The similarity that takes `from` to `to`; {@link motionOf} reads the same move back. */
export function similarity({ rotation = 0, scale = 1, mirrored = false }: Move, from: Point, to: Point): Matrix {
  const angle = (rotation * Math.PI) / 180;
  const [c, s] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const m = mirrored ? -1 : 1;
  return multiply(translation(to.x, to.y), multiply([c * m, -s, 0, s * m, c, 0, 0, 0, 1], translation(-from.x, -from.y)));
}

/** Resamples by Catmull–Rom (Keys 1981, doi:10.1109/TASSP.1981.1163711), averaged over n × n points a pixel when it shrinks.
 * @param matrix source pixels → output pixels. Outside the source the nearest border pixel is used. */
export function warp<C extends number>(source: Bytes<C>, matrix: Matrix, width: number, height: number): Bytes<C> {
  const [a, b, c, d, e, f, g, h, i] = invert(matrix);
  const { channels } = source;
  const n = Math.max(1, Math.ceil(1 / motionOf(matrix).scale - 0.01));
  const out = new Uint8Array(width * height * channels);
  const sums = new Float64Array(channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums.fill(0);
      for (let k = 0; k < n * n; k++) {
        const [u, v] = [x + ((k % n) + 0.5) / n, y + (Math.floor(k / n) + 0.5) / n];
        const w = g * u + h * v + i;
        addSample(sums, source, (a * u + b * v + c) / w - 0.5, (d * u + e * v + f) / w - 0.5);
      }
      for (let k = 0; k < channels; k++) out[(y * width + x) * channels + k] = toByte((sums[k] ?? 0) / (n * n));
    }
  }
  return image(width, height, channels, out);
}

/** Adds the interpolated sample at (x, y), counted from pixel centres. */
function addSample(sums: Float64Array, { width, height, channels, data }: Bytes, x: number, y: number): void {
  const [ix, iy] = [Math.floor(x), Math.floor(y)];
  for (let j = -1; j <= 2; j++) {
    const wy = keys(y - iy - j);
    if (wy === 0) continue;
    const row = Math.min(height - 1, Math.max(0, iy + j)) * width;
    for (let i = -1; i <= 2; i++) {
      const weight = wy * keys(x - ix - i);
      if (weight === 0) continue;
      const at = (row + Math.min(width - 1, Math.max(0, ix + i))) * channels;
      for (let c = 0; c < channels; c++) sums[c] = (sums[c] ?? 0) + weight * (data[at + c] ?? 0);
    }
  }
}

function keys(distance: number): number {
  const t = Math.abs(distance);
  if (t < 1) return 1.5 * t * t * t - 2.5 * t * t + 1;
  return t < 2 ? -0.5 * t * t * t + 2.5 * t * t - 4 * t + 2 : 0;
}

export interface Tone {
  /** Factor about the mean grey 128. */
  readonly contrast?: number;
  /** grey, added. */
  readonly brightness?: number;
  readonly gamma?: number;
}

export function tone<C extends number>(picture: Bytes<C>, { contrast = 1, brightness = 0, gamma = 1 }: Tone): Bytes<C> {
  const table = Uint8Array.from({ length: 256 }, (_, v) => toByte(255 * (Math.max(0, (v - 128) * contrast + 128 + brightness) / 255) ** gamma));
  return image(picture.width, picture.height, picture.channels, Uint8Array.from(picture.data, (v) => table[v] ?? 0));
}

/** Adds Gaussian noise of standard deviation `sigma` grey to every sample. */
export function noise<C extends number>(picture: Bytes<C>, sigma: number, random: Random): Bytes<C> {
  return image(picture.width, picture.height, picture.channels, Uint8Array.from(picture.data, (v) => toByte(v + sigma * gaussian(random))));
}

export async function blur<C extends number>(picture: Bytes<C>, sigma: number): Promise<Bytes<C>> {
  return decoded(picture, await sharp(picture.data, { raw: rawOf(picture) }).blur(sigma).png().toBuffer());
}

/** What is left of it after JPEG of this quality. */
export async function jpeg<C extends number>(picture: Bytes<C>, quality: number): Promise<Bytes<C>> {
  return decoded(picture, await encodeJpeg(picture, quality));
}

export function encodeJpeg(picture: Bytes, quality: number): Promise<Buffer> {
  return sharp(picture.data, { raw: rawOf(picture) }).jpeg({ quality }).toBuffer();
}

export function encodePng(picture: Bytes): Promise<Buffer> {
  return sharp(picture.data, { raw: rawOf(picture) }).png({ compressionLevel: 6 }).toBuffer();
}

async function decoded<C extends number>({ channels }: Bytes<C>, bytes: Buffer): Promise<Bytes<C>> {
  const pipeline = sharp(bytes).removeAlpha().toColourspace(channels === 1 ? 'b-w' : 'srgb');
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  return image(info.width, info.height, channels, new Uint8Array(data));
}

function rawOf({ width, height, channels }: Bytes): { width: number; height: number; channels: 1 | 3 } {
  return { width, height, channels: channels === 1 ? 1 : 3 };
}

export interface Clone extends Move, Tone {
  readonly from: Box<'panel'>;
  /** Centre of the copy, px. */
  readonly to: Point;
}

export interface Cloned<C extends number = number> {
  readonly image: Bytes<C>;
  /** Source pixels → copy pixels. */
  readonly matrix: Matrix;
  readonly source: Region<'panel'>;
  readonly copy: Region<'panel'>;
  /** 255 inside source and copy. */
  readonly mask: GrayImage;
}

/** Copies a box of an image to another place in it, moved and re-toned: a copy–move with its truth.
 * @throws {RangeError} the copy leaves the image. */
export function transformRegion<C extends number>(picture: Bytes<C>, clone: Clone): Cloned<C> {
  const { from, to } = clone;
  const matrix = similarity(clone, { x: from.x + from.width / 2, y: from.y + from.height / 2 }, to);
  const source: Region<'panel'> = boxRegion(from);
  const copy = mapRegion<'panel', 'panel'>(source, matrix);
  const { width, height, channels } = picture;
  if (copy.polygon.some(({ x, y }) => x < 0 || y < 0 || x > width || y > height)) {
    throw new RangeError(`the copy at (${to.x}, ${to.y}) leaves the image of ${width} × ${height}`);
  }
  const moved = tone(warp(picture, matrix, width, height), clone);
  const data = Uint8Array.from(picture.data);
  const inside = rasterize(copy, width, height);
  for (let i = 0; i < inside.data.length; i++) {
    if (inside.data[i]) for (let c = 0; c < channels; c++) data[i * channels + c] = moved.data[i * channels + c] ?? 0;
  }
  return { image: image(width, height, channels, data), matrix, source, copy, mask: union(inside, rasterize(source, width, height)) };
}

/** 255 where the pixel centre lies in the region, by the even–odd rule. */
export function rasterize({ polygon }: Region<Frame>, width: number, height: number): GrayImage {
  const data = new Uint8Array(width * height);
  const ys = polygon.map(({ y }) => y);
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y < Math.min(height, Math.max(...ys)); y++) {
    const crossings: number[] = [];
    for (const [i, a] of polygon.entries()) {
      const b = polygon[(i + 1) % polygon.length] ?? a;
      if (a.y > y + 0.5 !== b.y > y + 0.5) crossings.push(a.x + ((b.x - a.x) * (y + 0.5 - a.y)) / (b.y - a.y));
    }
    crossings.sort((p, q) => p - q);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const [left, right] = [Math.max(0, Math.ceil((crossings[k] ?? 0) - 0.5)), Math.min(width, Math.ceil((crossings[k + 1] ?? 0) - 0.5))];
      if (right > left) data.fill(255, y * width + left, y * width + right);
    }
  }
  return image(width, height, 1, data);
}

export function union(a: GrayImage, b: GrayImage): GrayImage {
  return image(a.width, a.height, 1, Uint8Array.from(a.data, (v, i) => v | (b.data[i] ?? 0)));
}

function toByte(v: number): number {
  return Math.max(0, Math.min(255, Math.round(v)));
}
