/** Decoded figures, kept for a while in each thread: one figure is asked for by every pair of its panels. */
import type { RgbImage } from '../core/image.ts';
import type { Figure } from '../core/media.ts';
import { decodeImage } from '../imaging/codecs/decode.ts';
import { byteCache } from './byte-cache.ts';

/** A figure and its encoded bytes, as it crosses to a worker. */
export interface FigureSource {
  readonly figure: Pick<Figure, 'id' | 'sha256' | 'format' | 'frame'>;
  readonly bytes: Uint8Array;
  /** px; a larger image is refused before it is decoded. */
  readonly maxPixels: number;
}

/** bytes of decoded samples kept in one thread. */
const cache = byteCache<RgbImage>(192 * 2 ** 20);

/** Which pixels a figure is made of, whatever it is called. */
export function pixelsKey({ sha256, frame }: FigureSource['figure']): string {
  return `${sha256}/${frame ?? 0}`;
}

/** The pixels as stored. The cache changes nothing but the time it takes. */
export async function figurePixels({ figure, bytes, maxPixels }: FigureSource): Promise<RgbImage> {
  const key = pixelsKey(figure);
  const known = cache.get(key);
  if (known) return known;
  // Codecs are not handed memory that other threads share.
  const own = bytes.buffer instanceof SharedArrayBuffer ? bytes.slice() : bytes;
  const { image } = await decodeImage(own, figure.format, { maxPixels, ...(figure.frame === undefined ? {} : { frame: figure.frame }) });
  cache.keep(key, image, image.data.byteLength);
  return image;
}
