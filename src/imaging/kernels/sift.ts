/** The leaf loops of SIFT in WebAssembly. Twin: sift.reference.ts. Images are row-major float, width × height. */
import { loadKernel } from './kernel.ts';

interface SiftExports {
  blur(source: number, target: number, scratch: number, row: number, width: number, height: number, taps: number, radius: number): void;
  subtract(a: number, b: number, out: number, count: number): void;
  extrema(below: number, at: number, above: number, width: number, height: number, border: number, threshold: number, out: number, most: number): number;
  gradients(source: number, magnitude: number, angle: number, width: number, height: number): void;
  orient(magnitude: number, angle: number, width: number, height: number, points: number, count: number, falls: number, out: number): void;
  describe(magnitude: number, angle: number, width: number, height: number, points: number, count: number, cells: number, falls: number, out: number): void;
}

const kernel = loadKernel<SiftExports>('sift');

/** More extrema than this in one level are cut off, in reading order. */
const MAX_EXTREMA = 1 << 17;

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export interface Octave {
  readonly width: number;
  readonly height: number;
  /** One more than the blurs: the base first. */
  readonly gaussians: readonly Float32Array[];
  /** `differences[i]` = gaussians[i + 1] − gaussians[i]. */
  readonly differences: readonly Float32Array[];
  /** Per inner difference level (1 … n − 2): indices of pixels that are extreme among their 26 neighbours. */
  readonly extrema: readonly Int32Array[];
}

/** Half of a normalised Gaussian, centre first; radius 4σ. */
export function gaussianTaps(sigma: number): Float32Array {
  const radius = Math.max(1, Math.round(4 * sigma));
  const weights = Array.from({ length: radius + 1 }, (_, i) => Math.exp((-0.5 * i * i) / (sigma * sigma)));
  const sum = weights.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return Float32Array.from(weights, (weight) => weight / sum);
}

/** Gaussian blur of standard deviation σ px; borders are reflected. */
export function blurred({ width, height, data }: Plane, sigma: number): Float32Array {
  check(width, height, data);
  return kernel.scope((arena) => {
    const taps = gaussianTaps(sigma);
    const target = arena.reserve(data.byteLength);
    const scratch = arena.reserve(4 * height * stride(width));
    const row = arena.reserve(4 * (stride(width) + 2 * taps.length));
    kernel.exports.blur(arena.push(data), target, scratch, row, width, height, arena.push(taps), taps.length - 1);
    return arena.f32(target, data.length);
  });
}

/**
 * Blurs step by step, differences, and their extrema beyond ± threshold.
 * @param sigmas px, from each level to the next.
 */
export function buildOctave({ width, height, data }: Plane, sigmas: readonly number[], { border, threshold }: { border: number; threshold: number }): Octave {
  check(width, height, data);
  return kernel.scope((arena) => {
    const { blur, subtract, extrema } = kernel.exports;
    const all = sigmas.map(gaussianTaps);
    const scratch = arena.reserve(4 * height * stride(width));
    const row = arena.reserve(4 * (stride(width) + 2 * Math.max(...all.map((taps) => taps.length))));
    const levels = [arena.push(data)];
    for (const [i, taps] of all.entries()) {
      const target = arena.reserve(data.byteLength);
      blur(levels[i] ?? 0, target, scratch, row, width, height, arena.push(taps), taps.length - 1);
      levels.push(target);
    }
    const differences = sigmas.map((_, i) => {
      const out = arena.reserve(data.byteLength);
      subtract(levels[i + 1] ?? 0, levels[i] ?? 0, out, data.length);
      return out;
    });
    const found = arena.reserve(4 * MAX_EXTREMA);
    const inner = differences.slice(1, -1).map((at, i) => {
      if (width <= 2 * border || height <= 2 * border) return new Int32Array(0);
      const count = extrema(differences[i] ?? 0, at, differences[i + 2] ?? 0, width, height, border, threshold, found, MAX_EXTREMA);
      return arena.i32(found, count);
    });
    return {
      width, height, extrema: inner,
      gaussians: levels.map((at) => arena.f32(at, data.length)),
      differences: differences.map((at) => arena.f32(at, data.length)),
    };
  });
}

/** Central differences: magnitude, and angle in [0, 2π) from +x towards +y. Both 0 on the outermost pixels. */
export function gradients({ width, height, data }: Plane): { magnitude: Float32Array; angle: Float32Array } {
  check(width, height, data);
  return kernel.scope((arena) => {
    const [magnitude, angle] = [arena.reserve(data.byteLength), arena.reserve(data.byteLength)];
    kernel.exports.gradients(arena.push(data), magnitude, angle, width, height);
    return { magnitude: arena.f32(magnitude, data.length), angle: arena.f32(angle, data.length) };
  });
}

/**
 * Gradient angles around each point, weighted by magnitude and a Gaussian of 1.5 σ.
 * @param points N × (x, y, σ, unused), px of the level, pixel centres at whole numbers.
 * @returns N × 36, bin k centred at 10·k deg.
 */
export function orientationHistograms({ width, height, data }: Plane, points: Float32Array): Float32Array {
  const count = rows(points);
  check(width, height, data);
  return kernel.scope((arena) => {
    const { gradients: measure, orient } = kernel.exports;
    const [magnitude, angle, out] = [arena.reserve(data.byteLength), arena.reserve(data.byteLength), arena.reserve(count * 144)];
    measure(arena.push(data), magnitude, angle, width, height);
    orient(magnitude, angle, width, height, arena.push(points), count, arena.reserve(512 * 4), out);
    return arena.f32(out, count * 36);
  });
}

/**
 * RootSIFT descriptors: 4 × 4 cells (rows first) × 8 angles, trilinear.
 * @param points N × (x, y, σ, angle in rad), px of the level, pixel centres at whole numbers.
 * @returns N × 128, round(512 · √(L1-normalised)), clipped to 255.
 */
export function describePoints({ width, height, data }: Plane, points: Float32Array): Uint8Array {
  const count = rows(points);
  check(width, height, data);
  return kernel.scope((arena) => {
    const { gradients: measure, describe } = kernel.exports;
    const [magnitude, angle, out] = [arena.reserve(data.byteLength), arena.reserve(data.byteLength), arena.reserve(count * 128)];
    measure(arena.push(data), magnitude, angle, width, height);
    describe(magnitude, angle, width, height, arena.push(points), count, arena.reserve(288 * 4), arena.reserve(512 * 4), out);
    return arena.u8(out, count * 128);
  });
}

function stride(width: number): number {
  return (width + 7) & ~7;
}

function check(width: number, height: number, data: Float32Array): void {
  if (width < 1 || height < 1 || data.length !== width * height) {
    throw new RangeError(`plane: expected ${width} × ${height} samples, got ${data.length}`);
  }
}

function rows(points: Float32Array): number {
  if (points.length % 4 !== 0) throw new RangeError(`points: ${points.length} numbers are not N × 4`);
  return points.length / 4;
}
