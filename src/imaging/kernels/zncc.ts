/** Local correlation in WebAssembly. Twin: zncc.reference.ts. */
import { loadKernel } from './kernel.ts';

interface ZnccExports {
  zncc_map(
    a: number, b: number, use: number, width: number, height: number,
    radius: number, step: number, columns: number, rows: number, scratch: number, out: number,
  ): void;
  shift_surface(
    a: number, b: number, use: number, width: number, height: number,
    centres: number, count: number, radius: number, reach: number, out: number,
  ): void;
}

const kernel = loadKernel<ZnccExports>('zncc');

/** Two images of one size in eighths of a grey (|v| ≤ 1024), and which pixels count: whole numbers keep all sums exact. */
export interface EighthsPair {
  readonly width: number;
  readonly height: number;
  readonly a: Int16Array;
  readonly b: Int16Array;
  /** 0 = leave this pixel out. */
  readonly use: Uint8Array;
}

/** One value for each cell, columns × rows, row-major; cell (i, j) is centred on pixel (i · step, j · step). */
export interface ZnccMap {
  readonly columns: number;
  readonly rows: number;
  readonly step: number;
  /** In [−1, 1]; 0 where a window is flat. */
  readonly zncc: Float32Array;
  /** grey, standard deviation in the window. */
  readonly sdA: Float32Array;
  readonly sdB: Float32Array;
  /** Share of the window's pixels that count. */
  readonly used: Float32Array;
}

/** Luma in eighths around mid-grey, as the kernel wants it; values beyond [0, 255] are clipped. */
export function toEighths(luma: Float32Array): Int16Array {
  const out = new Int16Array(luma.length);
  for (let i = 0; i < out.length; i++) {
    const value = luma[i] ?? 0;
    out[i] = value <= 0 ? -1024 : value >= 255 ? 1016 : Math.trunc(value * 8 + 0.5) - 1024;
  }
  return out;
}

/**
 * Zero-mean normalised cross-correlation in square windows of side 2 · radius + 1. Blind to any change of brightness and contrast;
 * meaningless in flat windows, so look at the standard deviations too.
 *
 * @throws {RangeError} the radius passes 22 (the sums would overflow) or an array has another size.
 */
export function znccMap({ width, height, a, b, use }: EighthsPair, { radius, step }: { radius: number; step: number }): ZnccMap {
  check({ width, height, a, b, use }, radius);
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)];
  const cells = kernel.scope((arena) => {
    const [scratch, out] = [arena.reserve(24 * width), arena.reserve(16 * columns * rows)];
    kernel.exports.zncc_map(arena.push(bytes(a)), arena.push(bytes(b)), arena.push(use), width, height, radius, step, columns, rows, scratch, out);
    return arena.f32(out, 4 * columns * rows);
  });
  const plane = (k: number, scale: number): Float32Array => {
    const values = new Float32Array(columns * rows);
    for (let i = 0; i < values.length; i++) values[i] = (cells[4 * i + k] ?? 0) * scale;
    return values;
  };
  return { columns, rows, step, zncc: plane(0, 1), sdA: plane(1, 1 / 8), sdB: plane(2, 1 / 8), used: plane(3, 1) };
}

/**
 * How well the window of a around each centre fits b shifted by up to `reach` px each way.
 *
 * @param centres N × (x, y), px.
 * @throws {RangeError} the radius is not in 4 … 22 or an array has another size.
 * @returns N × (2 · reach + 1)², rows (dy) first; all 0 where the window with its reach leaves the image or holds a pixel left out.
 */
export function shiftSurfaces(pair: EighthsPair, centres: Int32Array, { radius, reach }: { radius: number; reach: number }): Float32Array {
  check(pair, radius);
  if (radius < 4) throw new RangeError(`radius: ${radius} is not in 4 … 22`);
  const { width, height, a, b, use } = pair;
  const count = centres.length / 2;
  return kernel.scope((arena) => {
    const size = count * (2 * reach + 1) ** 2;
    const out = arena.reserve(4 * size);
    kernel.exports.shift_surface(arena.push(bytes(a)), arena.push(bytes(b)), arena.push(use), width, height, arena.push(centres), count, radius, reach, out);
    return arena.f32(out, size);
  });
}

function bytes(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

function check({ width, height, a, b, use }: EighthsPair, radius: number): void {
  const count = width * height;
  if (a.length !== count || b.length !== count || use.length !== count) throw new RangeError(`pair: expected ${width} × ${height} samples in each image`);
  if (radius < 1 || radius > 22) throw new RangeError(`radius: ${radius} is not in 1 … 22`);
}
