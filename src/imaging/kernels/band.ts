/** Transforms of blocks for marks, in WebAssembly. Twin: band.reference.ts. */
import { loadKernel } from './kernel.ts';
import type { Plane } from './sift.ts';

interface BandExports {
  band(plane: number, columns: number, rows: number, basis: number, ring: number, size: number, half: number, out: number, means: number): void;
  unband(coefficients: number, columns: number, rows: number, basis: number, ring: number, size: number, half: number, out: number): void;
  requantise(plane: number, width: number, height: number, cosines: number, transposed: number, steps: number, block: number, half: number): void;
}

const kernel = loadKernel<BandExports>('band');

export interface BandOf16 {
  /** 7 × 16: DCT-II of 16 samples. */
  readonly basis: Float32Array;
  /** (u, v) of each coefficient, below 7. */
  readonly ring: Uint8Array;
}

/** Some low DCT coefficients of every 16 × 16 block in reading order, and its mean. @throws {RangeError} a side is no multiple of 16. */
export function bandOf({ width, height, data }: Plane, { basis, ring }: BandOf16): { readonly coefficients: Float32Array; readonly means: Float32Array } {
  check(width, height, data);
  if (width % 16 !== 0 || height % 16 !== 0 || basis.length !== 112 || ring.some((v) => v > 6)) throw new RangeError(`band: ${width} × ${height}, basis of ${basis.length}`);
  const [blocks, size] = [(width * height) / 256, ring.length / 2];
  return kernel.scope((arena) => {
    const [out, means] = [arena.reserve(4 * blocks * size), arena.reserve(4 * blocks)];
    kernel.exports.band(arena.push(data), width, height, arena.push(basis), arena.push(ring), size, arena.reserve(448), out, means);
    return { coefficients: arena.f32(out, blocks * size), means: arena.f32(means, blocks) };
  });
}

export interface Coefficients {
  readonly width: number;
  readonly height: number;
  /** Those of each 16 × 16 block, blocks in reading order. */
  readonly coefficients: Float32Array;
}

/** The plane that has these coefficients and no others. @param basis 7 × 16, in double precision, as the sums are. @throws {RangeError} a side is no multiple of 16. */
export function planeOfBand({ width, height, coefficients }: Coefficients, { basis, ring }: { readonly basis: Float64Array; readonly ring: Uint8Array }): Float32Array {
  const size = ring.length / 2;
  if (width % 16 !== 0 || height % 16 !== 0 || basis.length !== 112 || ring.some((v) => v > 6)) throw new RangeError(`band: ${width} × ${height}, basis of ${basis.length}`);
  if (coefficients.length !== (width * height * size) / 256) throw new RangeError(`band: ${coefficients.length} coefficients for ${width} × ${height}`);
  return kernel.scope((arena) => {
    const out = arena.reserve(4 * width * height);
    kernel.exports.unband(arena.push(coefficients), width, height, arena.push(bytesOf(basis)), arena.push(ring), size, arena.reserve(896), out);
    return arena.f32(out, width * height);
  });
}

/** Orthonormal DCT-II of 8 samples, frequencies first. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => Math.sqrt((i < 8 ? 1 : 2) / 8) * Math.cos((((i % 8) + 0.5) * Math.floor(i / 8) * Math.PI) / 8));
const TRANSPOSED = COSINES.map((_, i) => COSINES[(i % 8) * 8 + Math.floor(i / 8)] ?? 0);

/** Grey levels after quantisation in blocks of 8 × 8 as JPEG does it, rounded to [0, 255]; the last blocks of a side that is no multiple stay as they are. @param steps 64, none 0. */
export function requantised({ width, height, data }: Plane, steps: readonly number[]): Float32Array {
  check(width, height, data);
  if (steps.length !== 64 || steps.some((step) => !(step > 0))) throw new RangeError(`quantisation: expected 64 steps above 0, got ${steps.length}`);
  return kernel.scope((arena) => {
    const plane = arena.push(data);
    kernel.exports.requantise(plane, width, height, arena.push(bytesOf(COSINES)), arena.push(bytesOf(TRANSPOSED)), arena.push(bytesOf(Float64Array.from(steps))), arena.reserve(512), arena.reserve(512));
    return arena.f32(plane, data.length);
  });
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function check(width: number, height: number, data: Float32Array): void {
  if (width < 1 || height < 1 || data.length !== width * height) throw new RangeError(`plane: expected ${width} × ${height} samples, got ${data.length}`);
}
