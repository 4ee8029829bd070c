/** Decoded rasters. Plain data with free functions: it crosses to a worker, a class would not. */

/** Sample storage: 8-bit and 16-bit unsigned, or linear float. */
export type Samples = Uint8Array | Uint16Array | Float32Array;

/**
 * Row-major, interleaved raster: sample (x, y, c) is `data[(y * width + x) * channels + c]`.
 * Pixel (x, y) covers [x, x + 1) × [y, y + 1); its centre lies at (x + 0.5, y + 0.5).
 */
export interface Image<T extends Samples = Uint8Array, C extends number = number> {
  readonly width: number;
  readonly height: number;
  readonly channels: C;
  readonly data: T;
}

export type GrayImage = Image<Uint8Array, 1>;
export type RgbImage = Image<Uint8Array, 3>;
/** Luma as float, range [0, 255]. */
export type LumaImage = Image<Float32Array, 1>;
/** 0 = use this pixel, anything else = leave it out (label, scale bar, arrow, paper). */
export type MaskImage = Image<Uint8Array, 1>;

/** @throws {RangeError} the data does not have width × height × channels samples. */
export function image<T extends Samples, C extends number>(width: number, height: number, channels: C, data: T): Image<T, C> {
  if (data.length !== width * height * channels) {
    throw new RangeError(`image data: expected ${width} × ${height} × ${channels} samples, got ${data.length}`);
  }
  return { width, height, channels, data };
}
