/**
 * Linear readers of statistics of pixels, by training/generated-image/readers.py.
 *
 * Three read native pixels and were taught real pictures and the same pictures through decoders, no generator's: what they read does not survive compression, so only a picture
 * that comes as its generator wrote it is seen, and finding nothing says nothing. The fourth reads the common form, in which that is gone, and was taught generators' pictures.
 */
import type { RgbImage } from '../../core/image.ts';
import { neighboursOf } from './neighbours.ts';
import readers from './readers.json' with { type: 'json' };
import { spectrumOf } from './spectrum.ts';
import { textureOf } from './texture.ts';
import type { Planes } from './windows.ts';

/** Each in standard deviations of real pictures, from their mean. */
export interface Traces {
  /** Of generators, in luma and colours of the common form. */
  readonly texture: number;
  /** Absent: too few native pixels can be read. */
  readonly native?: NativeTraces;
}

export interface NativeTraces {
  /** Of latent decoders, in neighbouring pixels. */
  readonly latent: number;
  /** Of enlarging networks, in neighbouring pixels. */
  readonly enlarged: number;
  /** Of latent decoders, in the spectrum. Absent: it was not asked, for it could not have changed what counts. */
  readonly lattice?: number;
}

/** Standard deviations of real pictures from which on a native trace counts. */
export const LEAST_TRACE = 1;

/** Share of a window; grey pictures, dyes on black and clipped colours are unlike anything that the native readers were taught. */
const MOST_BARE = 0.25;

/** @param native windows of the picture as it is; read if at least `least` of them can be. @param common patches of it in the common form, at least one. */
export function tracesOf(native: readonly Planes[], common: readonly RgbImage[], least: number): Traces {
  const texture = score(readers.texture, textureOf(common));
  const readable = native.filter(({ bare }) => bare <= MOST_BARE);
  if (readable.length < Math.max(1, least)) return { texture };
  const neighbours = neighboursOf(readable);
  const [latent, enlarged] = [score(readers.latent, neighbours), score(readers.enlarged, neighbours)];
  const lattice = enlarged > Math.max(latent, LEAST_TRACE) ? score(readers.lattice, spectrumOf(readable)) : undefined;
  return { texture, native: { latent, enlarged, ...(lattice === undefined ? {} : { lattice }) } };
}

/** Latent decoders leave the first; those that end in an enlarging network leave both others, each of which alone real pictures have at times, when a program enlarged them. */
export function nativeTrace({ latent, lattice, enlarged }: NativeTraces): number {
  return lattice === undefined ? latent : Math.max(latent, Math.min(lattice, enlarged));
}

/** @throws {RangeError} the reader is of other statistics. */
function score({ bias, weights }: { readonly bias: number; readonly weights: readonly number[] }, values: readonly number[]): number {
  if (weights.length !== values.length) throw new RangeError(`a reader of ${weights.length} statistics, but ${values.length} are given`);
  return values.reduce((sum, v, i) => sum + v * (weights[i] ?? 0), bias);
}
