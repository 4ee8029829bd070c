/** Extrema of the difference-of-Gaussian scale space, located to a fraction of a pixel. */
import type { LumaImage } from '../../core/image.ts';
import { blurred, buildOctave, type Octave, type Plane } from '../kernels/sift.ts';

/** Scales per octave; Lowe 2004 §3.1. */
export const LEVELS = 3;
/** px, blur of the first level; Lowe 2004 §3.3. */
const SIGMA = 1.6;
/** px of a level without extrema along its edge, as OpenCV. */
const BORDER = 5;
/** px; an octave with a shorter side is not searched. */
const LEAST_OCTAVE_SIDE = 16;
const MAX_STEPS = 5;

/** An extremum, with its place both in the base image and in its level. */
export interface ScalePoint {
  /** px of the base image, continuous. */
  readonly x: number;
  readonly y: number;
  /** px, σ in the base image. */
  readonly scale: number;
  /** |difference of Gaussians| at the extremum, of an image in [0, 1]. */
  readonly response: number;
  readonly octave: number;
  /** Index into all Gaussian levels: octave · (LEVELS + 3) + level. */
  readonly level: number;
  /** px of the level, pixel centres at whole numbers. */
  readonly column: number;
  readonly row: number;
  /** px of the level. */
  readonly sigma: number;
}

export interface OrientedPoint extends ScalePoint {
  /** rad, in [0, 2π). */
  readonly angle: number;
}

export interface Pyramid {
  readonly octaves: readonly Octave[];
  readonly points: readonly ScalePoint[];
}

export interface ScaleSpaceOptions {
  readonly contrastThreshold: number;
  readonly edgeThreshold: number;
  /** px, blur the image already has. */
  readonly blur: number;
}

export function planeOf({ octaves }: Pyramid, level: number): Plane {
  const octave = octaves[Math.floor(level / (LEVELS + 3))];
  const data = octave?.gaussians[level % (LEVELS + 3)];
  if (!octave || !data) throw new RangeError(`level ${level} is not in the pyramid`);
  return { width: octave.width, height: octave.height, data };
}

/** Scale space of an image in [0, 255] and its extrema, in reading order of octave, level and pixel. */
export function findPoints(base: LumaImage, options: ScaleSpaceOptions): Pyramid {
  const steps = Array.from({ length: LEVELS + 2 }, (_, i) => SIGMA * 2 ** (i / LEVELS) * Math.sqrt(2 ** (2 / LEVELS) - 1));
  const threshold = (0.5 * options.contrastThreshold) / LEVELS;
  const start = { width: base.width, height: base.height, data: new Float32Array(base.data.length) };
  for (let i = 0; i < start.data.length; i++) start.data[i] = (base.data[i] ?? 0) / 255;
  let level: Plane = { ...start, data: blurred(start, Math.sqrt(SIGMA ** 2 - options.blur ** 2)) };

  const octaves: Octave[] = [];
  const points: ScalePoint[] = [];
  while (octaves.length === 0 || Math.min(level.width, level.height) >= LEAST_OCTAVE_SIDE) {
    const octave = buildOctave(level, steps, { border: BORDER, threshold });
    for (const [i, found] of octave.extrema.entries()) {
      const seen = new Set<number>();
      for (const index of found) {
        const point = refine(octave, i + 1, index, { ...options, octave: octaves.length });
        const key = point ? point.level * octave.width * octave.height + Math.round(point.row) * octave.width + Math.round(point.column) : -1;
        if (point && !seen.has(key)) points.push(point);
        seen.add(key);
      }
    }
    octaves.push(octave);
    level = halved({ width: octave.width, height: octave.height, data: octave.gaussians[LEVELS] ?? level.data });
  }
  return { octaves, points };
}

/** Every second pixel, as Lowe 2004 §3. */
function halved({ width, height, data }: Plane): Plane {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = data[2 * y * width + 2 * x] ?? 0;
  return { width: w, height: h, data: out };
}

/** Fits a quadratic around the extremum, moving while it lies beyond half a pixel. Source: Brown and Lowe, BMVC 2002, doi:10.5244/C.16.23. */
function refine(octave: Octave, at: number, index: number, options: ScaleSpaceOptions & { octave: number }): ScalePoint | undefined {
  const { width, height, differences } = octave;
  let [x, y, s] = [index % width, Math.floor(index / width), at];
  for (let step = 0; step < MAX_STEPS; step++) {
    const [below, here, above] = [differences[s - 1], differences[s], differences[s + 1]];
    if (!below || !here || !above) return undefined;
    const i = y * width + x;
    const get = (plane: Float32Array, j: number): number => plane[j] ?? 0;
    const v = get(here, i);
    const gx = (get(here, i + 1) - get(here, i - 1)) / 2;
    const gy = (get(here, i + width) - get(here, i - width)) / 2;
    const gs = (get(above, i) - get(below, i)) / 2;
    const hxx = get(here, i + 1) + get(here, i - 1) - 2 * v;
    const hyy = get(here, i + width) + get(here, i - width) - 2 * v;
    const hss = get(above, i) + get(below, i) - 2 * v;
    const hxy = (get(here, i + width + 1) - get(here, i + width - 1) - get(here, i - width + 1) + get(here, i - width - 1)) / 4;
    const hxs = (get(above, i + 1) - get(above, i - 1) - get(below, i + 1) + get(below, i - 1)) / 4;
    const hys = (get(above, i + width) - get(above, i - width) - get(below, i + width) + get(below, i - width)) / 4;

    const A = hyy * hss - hys * hys;
    const B = hys * hxs - hxy * hss;
    const C = hxy * hys - hyy * hxs;
    const determinant = hxx * A + hxy * B + hxs * C;
    if (Math.abs(determinant) < 1e-18) return undefined;
    const dx = -(A * gx + B * gy + C * gs) / determinant;
    const dy = -(B * gx + (hxx * hss - hxs * hxs) * gy + (hxy * hxs - hxx * hys) * gs) / determinant;
    const ds = -(C * gx + (hxy * hxs - hxx * hys) * gy + (hxx * hyy - hxy * hxy) * gs) / determinant;

    if (Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5 && Math.abs(ds) < 0.5) {
      const response = Math.abs(v + (gx * dx + gy * dy + gs * ds) / 2);
      const [trace, det] = [hxx + hyy, hxx * hyy - hxy * hxy];
      const edge = options.edgeThreshold;
      if (response * LEVELS < options.contrastThreshold || det <= 0 || trace * trace * edge >= (edge + 1) ** 2 * det) return undefined;
      const zoom = 2 ** options.octave;
      const sigma = SIGMA * 2 ** ((s + ds) / LEVELS);
      const [column, row] = [x + dx, y + dy];
      return {
        x: column * zoom + 0.5, y: row * zoom + 0.5, scale: sigma * zoom, response,
        octave: options.octave, level: options.octave * (LEVELS + 3) + s, column, row, sigma,
      };
    }
    if (!(Math.abs(dx) < width && Math.abs(dy) < height && Math.abs(ds) < LEVELS)) return undefined;
    [x, y, s] = [x + Math.round(dx), y + Math.round(dy), s + Math.round(ds)];
    if (s < 1 || s > LEVELS || x < BORDER || y < BORDER || x >= width - BORDER || y >= height - BORDER) return undefined;
  }
  return undefined;
}
