/** Samples → a bare file, without metadata. */
import { endianness } from 'node:os';
import type { Samples } from './decode-samples.ts';
import { sharp } from './vips.ts';

/** Depth of search of the lossless coder, 0 … 6: the default 4 takes a second for each megapixel. */
const LOSSLESS_EFFORT = 1;

/** The same samples give the same bytes. @throws {RangeError} ink: none of these formats has it. */
export async function encodeSamples({ image: { width, height, channels, data }, ink }: Samples, to: 'png' | 'webp-lossless' | 'webp-lossy'): Promise<Uint8Array> {
  if (ink || channels < 1 || channels > 4) throw new RangeError(`${to}: ${channels} channels${ink ? ' of ink' : ''} cannot be written`);
  if (data instanceof Uint16Array && endianness() !== 'LE') throw new RangeError('16-bit samples cross to libvips in little-endian order');
  const raw = sharp(data, { raw: { width, height, channels: channels as 1 | 2 | 3 | 4 } });
  if (to === 'png') {
    const space = channels < 3 ? (data instanceof Uint16Array ? 'grey16' : 'b-w') : data instanceof Uint16Array ? 'rgb16' : 'srgb';
    return raw.toColourspace(space).png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
  }
  return raw.webp(to === 'webp-lossless' ? { lossless: true, exact: true, effort: LOSSLESS_EFFORT } : { quality: 100, alphaQuality: 100, exact: true, smartSubsample: true }).toBuffer();
}
