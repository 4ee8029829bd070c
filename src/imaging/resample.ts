/** Resizing and cropping of rasters; coordinates are continuous with pixel centres at +0.5. */
import type { Box, Frame } from '../core/geometry.ts';
import { image, type Image, type LumaImage, type MaskImage, type RgbImage, type Samples } from '../core/image.ts';
import { resamplePlane, type AxisTaps } from './kernels/resample.ts';

/**
 * Luma at another size, range [0, 255]: each axis is averaged over the source area of a pixel when it shrinks,
 * interpolated by the cubic of Keys (a = −1/2) when it grows.
 * Source: Keys, IEEE TASSP 29(6), 1981, doi:10.1109/TASSP.1981.1163711.
 *
 * @throws {RangeError} a side is not a whole number of at least 1.
 */
export function resizeLuma(luma: LumaImage, width: number, height: number): LumaImage {
  if (width === luma.width && height === luma.height) return image(width, height, 1, luma.data.slice());
  checkSides(width, height);
  const out = resamplePlane(luma, axisTaps(luma.width, width), axisTaps(luma.height, height));
  for (let i = 0; i < out.length; i++) out[i] = Math.min(255, Math.max(0, out[i] ?? 0));
  return image(width, height, 1, out);
}

/** An 8-bit RGB image at another size, as `resizeLuma`, rounded. @throws {RangeError} a side is not a whole number of at least 1. */
export function resizeRgb(rgb: RgbImage, width: number, height: number): RgbImage {
  if (width === rgb.width && height === rgb.height) return image(width, height, 3, rgb.data.slice());
  checkSides(width, height);
  return image(width, height, 3, Uint8Array.from(new Uint8ClampedArray(resamplePixels(rgb, width, height))));
}

/** A mask at another size; a pixel is left out as soon as any source pixel under it is. @throws {RangeError} a side is not a whole number of at least 1. */
export function resizeMask(mask: MaskImage, width: number, height: number): MaskImage {
  checkSides(width, height);
  const out = new Uint8Array(width * height);
  const [left, right] = [new Int32Array(width), new Int32Array(width)];
  for (let x = 0; x < width; x++) [left[x], right[x]] = samplesUnder(x, mask.width, width);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = samplesUnder(y, mask.height, height);
    for (let v = top; v < bottom; v++) {
      const row = mask.data.subarray(v * mask.width, (v + 1) * mask.width);
      for (let x = 0; x < width; x++) {
        const end = right[x] ?? 0;
        for (let u = left[x] ?? 0; u < end; u++) if (row[u]) out[y * width + x] = 1;
      }
    }
  }
  return image(width, height, 1, out);
}

/** First source sample under a target sample and the one after the last. */
function samplesUnder(at: number, from: number, to: number): [number, number] {
  const start = Math.floor((at * from) / to);
  return [start, Math.max(start + 1, Math.ceil(((at + 1) * from) / to))];
}

/** The pixels of a box, copied. @throws {RangeError} the box is empty, not on whole pixels or not inside the image; see `wholeBox`. */
export function crop<T extends Samples, C extends number>(source: Image<T, C>, { x, y, width, height }: Box): Image<T, C> {
  const inside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= source.width && y + height <= source.height;
  if (!inside || ![x, y, width, height].every(Number.isInteger)) {
    throw new RangeError(`box ${x}, ${y}, ${width} × ${height} is not on whole pixels inside ${source.width} × ${source.height}`);
  }
  const { channels } = source;
  const data = new (source.data.constructor as new (length: number) => T)(width * height * channels);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * source.width + x) * channels;
    data.set(source.data.subarray(from, from + width * channels), row * width * channels);
  }
  return image(width, height, channels, data);
}

/** The box rounded to whole pixels and cut to the image, at least 1 × 1. */
export function wholeBox<F extends Frame>(box: Box<F>, within: { readonly width: number; readonly height: number }): Box<F> {
  const x = Math.min(within.width - 1, Math.max(0, Math.round(box.x)));
  const y = Math.min(within.height - 1, Math.max(0, Math.round(box.y)));
  const right = Math.min(within.width, Math.max(x + 1, Math.round(box.x + box.width)));
  const bottom = Math.min(within.height, Math.max(y + 1, Math.round(box.y + box.height)));
  return { x, y, width: right - x, height: bottom - y };
}

function resamplePixels({ width, height, data }: RgbImage, toWidth: number, toHeight: number): Float32Array {
  const [h, v] = [axisTaps(width, toWidth), axisTaps(height, toHeight)];
  const out = new Float32Array(toWidth * toHeight * 3);
  const rows = new Map<number, Float32Array>();
  for (let y = 0; y < toHeight; y++) {
    const base = y * toWidth * 3;
    const first = v.first[y] ?? 0;
    for (const known of rows.keys()) if (known < first) rows.delete(known);
    for (let t = 0; t < v.taps; t++) {
      const weight = v.weights[y * v.taps + t] ?? 0;
      if (weight === 0) continue;
      const sourceY = Math.min(height - 1, Math.max(0, first + t));
      const row = rows.get(sourceY) ?? resampleRow(data, sourceY * width * 3, { width, toWidth, taps: h });
      rows.set(sourceY, row);
      addInto(out, base, row, weight);
    }
  }
  return out;
}

function addInto(out: Float32Array, base: number, row: Float32Array, weight: number): void {
  for (let i = 0; i < row.length; i++) out[base + i] = (out[base + i] ?? 0) + weight * (row[i] ?? 0);
}

/** One row, the sums of a pixel in registers. */
function resampleRow(data: Uint8Array, base: number, { width, toWidth, taps: { taps, first, weights } }: { readonly width: number; readonly toWidth: number; readonly taps: AxisTaps }): Float32Array {
  const row = new Float32Array(toWidth * 3);
  const last = width - 1;
  for (let x = 0, at = 0, k = 0; x < toWidth; x++, at += 3) {
    const start = first[x] ?? 0;
    let r = 0;
    let g = 0;
    let b = 0;
    for (let t = start; t < start + taps; t++, k++) {
      const weight = weights[k] ?? 0;
      const from = base + 3 * (t < 0 ? 0 : t > last ? last : t);
      r += weight * (data[from] ?? 0);
      g += weight * (data[from + 1] ?? 0);
      b += weight * (data[from + 2] ?? 0);
    }
    row[at] = r;
    row[at + 1] = g;
    row[at + 2] = b;
  }
  return row;
}

function axisTaps(from: number, to: number): AxisTaps {
  if (from === to) return { taps: 1, first: Int32Array.from({ length: to }, (_, i) => i), weights: new Float32Array(to).fill(1) };
  return to < from ? areaTaps(from, to) : cubicTaps(from, to);
}

function areaTaps(from: number, to: number): AxisTaps {
  const step = from / to;
  const taps = Math.ceil(step) + 1;
  const first = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const start = Math.floor(i * step);
    first[i] = start;
    for (let t = 0; t < taps; t++) {
      const covered = Math.min(start + t + 1, (i + 1) * step) - Math.max(start + t, i * step);
      weights[i * taps + t] = Math.max(0, covered) / step;
    }
  }
  return { taps, first, weights };
}

function cubicTaps(from: number, to: number): AxisTaps {
  const first = new Int32Array(to);
  const weights = new Float32Array(to * 4);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const start = Math.floor(centre);
    first[i] = start - 1;
    for (let t = 0; t < 4; t++) weights[i * 4 + t] = cubic(Math.abs(centre - (start - 1 + t)));
  }
  return { taps: 4, first, weights };
}

function cubic(d: number): number {
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}

function checkSides(width: number, height: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`target size: expected whole numbers of at least 1, got ${width} × ${height}`);
  }
}
