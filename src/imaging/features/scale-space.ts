/** Extrema of the difference-of-Gaussian scale space, located to a fraction of a pixel. */
import type { LumaImage } from '../../core/image.ts';
import { blurred, buildOctave, type Extremum, type Octave, type Plane } from '../kernels/sift.ts';

/** Scales per octave; Lowe 2004 §3.1. */
export const LEVELS = 3;
/** px, blur of the first level; Lowe 2004 §3.3. */
const SIGMA = 1.6;
/** px of a level without extrema along its edge, as OpenCV. */
const BORDER = 5;
/** px; an octave with a shorter side is not searched. */
const LEAST_OCTAVE_SIDE = 16;

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
  const data = octave?.gaussians[(level % (LEVELS + 3)) - 1];
  if (!octave || !data) throw new RangeError(`level ${level} is not in the pyramid`);
  return { width: octave.width, height: octave.height, data };
}

/** Scale space of an image in [0, 255] and its extrema, in reading order of octave, level and pixel. */
export function findPoints(base: LumaImage, options: ScaleSpaceOptions): Pyramid {
  const steps = Array.from({ length: LEVELS + 2 }, (_, i) => SIGMA * 2 ** (i / LEVELS) * Math.sqrt(2 ** (2 / LEVELS) - 1));
  const start = { width: base.width, height: base.height, data: new Float32Array(base.data.length) };
  for (let i = 0; i < start.data.length; i++) start.data[i] = (base.data[i] ?? 0) / 255;
  let level: Plane = { ...start, data: blurred(start, Math.sqrt(SIGMA ** 2 - options.blur ** 2)) };

  const octaves: Octave[] = [];
  const points: ScalePoint[] = [];
  while (octaves.length === 0 || Math.min(level.width, level.height) >= LEAST_OCTAVE_SIDE) {
    const octave = buildOctave(level, steps, { border: BORDER, contrastThreshold: options.contrastThreshold, edgeThreshold: options.edgeThreshold });
    const seen = new Set<number>();
    for (const extremum of octave.extrema) {
      const key = (extremum.level * octave.height + Math.round(extremum.row)) * octave.width + Math.round(extremum.column);
      if (!seen.has(key)) points.push(toPoint(extremum, octaves.length));
      seen.add(key);
    }
    octaves.push(octave);
    level = halved({ width: octave.width, height: octave.height, data: octave.gaussians[LEVELS - 1] ?? level.data });
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

function toPoint({ column, row, level, offset, response }: Extremum, octave: number): ScalePoint {
  const zoom = 2 ** octave;
  const sigma = SIGMA * 2 ** ((level + offset) / LEVELS);
  return { x: column * zoom + 0.5, y: row * zoom + 0.5, scale: sigma * zoom, response, octave, level: octave * (LEVELS + 3) + level, column, row, sigma };
}
