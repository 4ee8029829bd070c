/** Decoded figures, kept for a while in each thread: one figure is asked for by every pair of its panels. */
import type { RgbImage } from '../core/image.ts';
import type { Figure } from '../core/media.ts';
import { decodeImage } from '../imaging/codecs/decode.ts';

/** A figure and its encoded bytes, as it crosses to a worker. */
export interface FigureSource {
  readonly figure: Pick<Figure, 'id' | 'sha256' | 'format' | 'frame'>;
  readonly bytes: Uint8Array;
  /** px; a larger image is refused before it is decoded. */
  readonly maxPixels: number;
}

/** bytes of decoded samples kept in one thread. */
const CAPACITY = 192 * 2 ** 20;
const cache = new Map<string, RgbImage>();

/** The pixels as stored. The cache changes nothing but the time it takes. */
export async function figurePixels({ figure, bytes, maxPixels }: FigureSource): Promise<RgbImage> {
  const key = `${figure.sha256}/${figure.frame ?? 0}`;
  const known = cache.get(key);
  if (known) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const { image } = await decodeImage(bytes, figure.format, { maxPixels, ...(figure.frame === undefined ? {} : { frame: figure.frame }) });
  cache.set(key, image);
  let held = [...cache.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  for (const [oldest, { data }] of cache) {
    if (held <= CAPACITY || oldest === key) break;
    cache.delete(oldest);
    held -= data.byteLength;
  }
  return image;
}
