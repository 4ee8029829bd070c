/** The leaf loops of SIFT in WebAssembly. Twin: sift.reference.ts. Images are row-major float, width × height. */
import { loadKernel, type Arena } from './kernel.ts';

interface SiftExports {
  blur(source: number, target: number, scratch: number, row: number, width: number, height: number, taps: number, radius: number): void;
  subtract(a: number, b: number, out: number, count: number): void;
  extrema(below: number, at: number, above: number, width: number, height: number, border: number, threshold: number, out: number, most: number): number;
  gradients(source: number, magnitude: number, angle: number, width: number, height: number): void;
  orient(magnitude: number, angle: number, width: number, height: number, points: number, count: number, falls: number, out: number): void;
  gradients_near(source: number, magnitude: number, angle: number, width: number, height: number, points: number, count: number, tiles: number): void;
  describe(magnitude: number, angle: number, width: number, height: number, points: number, count: number, cells: number, falls: number, out: number): void;
  refine(differences: number, levels: number, width: number, height: number, border: number, level: number, found: number, count: number, contrast: number, edge: number, out: number): number;
}

const kernel = loadKernel<SiftExports>('sift');

/** More extrema than this in one level are cut off, in reading order. */
const MAX_EXTREMA = 1 << 17;

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** An extremum of a difference level, to a fraction of a pixel. */
export interface Extremum {
  /** px of the level, pixel centres at whole numbers. */
  readonly column: number;
  readonly row: number;
  /** Of the difference it lies in, and how far beyond that, in levels. */
  readonly level: number;
  readonly offset: number;
  /** |difference of Gaussians|, interpolated. */
  readonly response: number;
}

export interface Octave {
  readonly width: number;
  readonly height: number;
  /** Levels 1 … n − 2 of n: those that extrema lie in. The base is level 0. */
  readonly gaussians: readonly Float32Array[];
  /** In reading order of level and pixel. */
  readonly extrema: readonly Extremum[];
}

export interface ExtremaOptions {
  /** px along each side without extrema. */
  readonly border: number;
  /** Least response · inner levels. */
  readonly contrastThreshold: number;
  /** Largest ratio of principal curvatures; Lowe 2004 §4.1. */
  readonly edgeThreshold: number;
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
 * Blurs step by step, and the extrema of the differences between neighbours, each fitted by a quadratic.
 * @param sigmas px, from each level to the next.
 */
export function buildOctave({ width, height, data }: Plane, sigmas: readonly number[], { border, contrastThreshold, edgeThreshold }: ExtremaOptions): Octave {
  check(width, height, data);
  return kernel.scope((arena) => {
    const { blur, subtract, extrema: seek, refine } = kernel.exports;
    const inner = sigmas.length - 2;
    const all = sigmas.map(gaussianTaps);
    const scratch = arena.reserve(4 * height * stride(width));
    const row = arena.reserve(4 * (stride(width) + 2 * Math.max(...all.map((taps) => taps.length))));
    const levels = [arena.push(data)];
    for (const [i, taps] of all.entries()) {
      const target = arena.reserve(data.byteLength);
      blur(levels[i] ?? 0, target, scratch, row, width, height, arena.push(taps), taps.length - 1);
      levels.push(target);
    }
    const differences = arena.reserve(sigmas.length * data.byteLength);
    for (let i = 0; i < sigmas.length; i++) subtract(levels[i + 1] ?? 0, levels[i] ?? 0, differences + i * data.byteLength, data.length);
    const found = arena.reserve(4 * MAX_EXTREMA);
    const extrema: Extremum[] = [];
    for (let level = 1; level <= inner && width > 2 * border && height > 2 * border; level++) {
      const [below, at, above] = [-1, 0, 1].map((step) => differences + (level + step) * data.byteLength);
      const count = seek(below ?? 0, at ?? 0, above ?? 0, width, height, border, (0.5 * contrastThreshold) / inner, found, MAX_EXTREMA);
      const rows = arena.reserve(40 * count);
      const kept = refine(differences, sigmas.length, width, height, border, level, found, count, contrastThreshold, edgeThreshold, rows);
      const values = arena.f64(rows, 5 * kept);
      for (let i = 0; i < values.length; i += 5) {
        extrema.push({ column: values[i] ?? 0, row: values[i + 1] ?? 0, level: values[i + 2] ?? 0, offset: values[i + 3] ?? 0, response: values[i + 4] ?? 0 });
      }
    }
    return { width, height, extrema, gaussians: levels.slice(1, inner + 1).map((at) => arena.f32(at, data.length)) };
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
export function orientationHistograms(plane: Plane, points: Float32Array): Float32Array {
  const count = rows(points);
  return withGradients(plane, points, (arena, { orient }, magnitude, angle) => {
    const out = arena.reserve(count * 144);
    orient(magnitude, angle, plane.width, plane.height, arena.push(points), count, arena.reserve(512 * 4), out);
    return arena.f32(out, count * 36);
  });
}

/**
 * RootSIFT descriptors: 4 × 4 cells (rows first) × 8 angles, trilinear.
 * @param points N × (x, y, σ, angle in rad), px of the level, pixel centres at whole numbers.
 * @returns N × 128, round(512 · √(L1-normalised)), clipped to 255.
 */
export function describePoints(plane: Plane, points: Float32Array): Uint8Array {
  return withGradients(plane, points, (arena, _, magnitude, angle) => describeIn(arena, plane, magnitude, angle, points));
}

export interface Described {
  /** N × (x, y, σ, angle in rad). */
  readonly points: Float32Array;
  /** N × 128. */
  readonly descriptors: Uint8Array;
}

/** Both in one go, the gradients measured once. @param turn points and their histograms → the points to describe. */
export function orientAndDescribe(plane: Plane, points: Float32Array, turn: (histograms: Float32Array) => Float32Array): Described {
  const count = rows(points);
  return withGradients(plane, points, (arena, { orient }, magnitude, angle) => {
    const out = arena.reserve(count * 144);
    orient(magnitude, angle, plane.width, plane.height, arena.push(points), count, arena.reserve(512 * 4), out);
    const turned = turn(arena.f32(out, count * 36));
    return { points: turned, descriptors: describeIn(arena, plane, magnitude, angle, turned) };
  });
}

/** @param points only around these gradients are measured. */
function withGradients<R>({ width, height, data }: Plane, points: Float32Array, use: (arena: Arena, exports: SiftExports, magnitude: number, angle: number) => R): R {
  check(width, height, data);
  return kernel.scope((arena) => {
    const [magnitude, angle] = [arena.reserve(data.byteLength), arena.reserve(data.byteLength)];
    kernel.exports.gradients_near(arena.push(data), magnitude, angle, width, height, arena.push(points), rows(points), arena.reserve(((width >> 5) + 1) * ((height >> 5) + 1)));
    return use(arena, kernel.exports, magnitude, angle);
  });
}

function describeIn(arena: Arena, { width, height }: Plane, magnitude: number, angle: number, points: Float32Array): Uint8Array {
  const count = rows(points);
  const out = arena.reserve(count * 128);
  kernel.exports.describe(magnitude, angle, width, height, arena.push(points), count, arena.reserve(25 * 9 * 16), arena.reserve(512 * 4), out);
  return arena.u8(out, count * 128);
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
