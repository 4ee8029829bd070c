/**
 * Linear readers of statistics of pixels, by training/generated-image/readers.py.
 *
 * Three read native pixels and were taught real pictures and the same pictures through decoders, no generator's: what they read does not survive compression, so only a picture
 * that comes as its generator wrote it is seen, and finding nothing says nothing. The fourth reads the common form, in which that is gone, and was taught generators' pictures.
 */
import type { RgbImage } from '../../core/image.ts';
import { neighboursOf, textureOf } from './neighbours.ts';
import readers from './readers.json' with { type: 'json' };
import { spectrumOf } from './spectrum.ts';
import { planesAt, type Planes } from './windows.ts';

/** Each in standard deviations of real pictures, from their mean. */
export interface Traces {
  /** Of generators, in the luma of the common form. */
  readonly texture: number;
  /** Absent: too few native pixels can be read. */
  readonly native?: NativeTraces;
}

export interface NativeTraces {
  /** Of latent decoders, in neighbouring pixels. */
  readonly latent: number;
  /** Of the same, in the spectrum. */
  readonly lattice: number;
  /** Of enlarging networks, in neighbouring pixels. */
  readonly enlarged: number;
}

/** Share of a window; grey pictures, dyes on black and clipped colours are unlike anything that the native readers were taught. */
const MOST_BARE = 0.25;

/** @param native windows of the picture as it is; read if at least `least` of them can be. @param common patches of it in the common form, at least one. */
export function tracesOf(native: readonly Planes[], common: readonly RgbImage[], least: number): Traces {
  const texture = score(readers.texture, textureOf(common.map((patch) => planesAt(patch, 0, 0).luma)));
  const readable = native.filter(({ bare }) => bare <= MOST_BARE);
  if (readable.length < Math.max(1, least)) return { texture };
  const neighbours = neighboursOf(readable);
  return { texture, native: { latent: score(readers.latent, neighbours), lattice: score(readers.lattice, spectrumOf(readable)), enlarged: score(readers.enlarged, neighbours) } };
}

/** Latent decoders leave the first; those that end in an enlarging network leave both others, each of which alone real pictures have at times, when a program enlarged them. */
export function nativeTrace({ latent, lattice, enlarged }: NativeTraces): number {
  return Math.max(latent, Math.min(lattice, enlarged));
}

/** @throws {RangeError} the reader is of other statistics. */
function score({ bias, weights }: { readonly bias: number; readonly weights: readonly number[] }, values: readonly number[]): number {
  if (weights.length !== values.length) throw new RangeError(`a reader of ${weights.length} statistics, but ${values.length} are given`);
  return values.reduce((sum, v, i) => sum + v * (weights[i] ?? 0), bias);
}
