/** Samples as a PNG, WebP or TIFF stores them: no colour profile, no turning, no flattening, 16 bit as 16 bit. */
import type { SharpOptions } from 'sharp';
import { AppError, InputError } from '../../core/errors.ts';
import { image, type Image } from '../../core/image.ts';
import { sharp } from './vips.ts';

export type Stored = Image<Uint8Array | Uint16Array>;

export interface Samples {
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha, or the four inks where `ink`. Palettes and fewer than 8 bit are widened. */
  readonly image: Stored;
  /** C, M, Y, K: 0 is no ink. */
  readonly ink: boolean;
}

/** @throws {InputError} `image/corrupt`: damaged or cut off. `image/unsupported`: samples of another kind. */
export async function decodeSamples(bytes: Uint8Array, format: string, maxPixels: number): Promise<Samples> {
  try {
    return await decoded(bytes, format, { failOn: 'truncated', limitInputPixels: maxPixels, sequentialRead: true, ignoreIcc: true });
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error); // libvips' words, for the log
    throw new InputError('image/corrupt', `the ${format} is damaged or cut off and cannot be read; save the image again and send that`, { format, reason }, { cause: error });
  }
}

async function decoded(bytes: Uint8Array, format: string, options: SharpOptions): Promise<Samples> {
  const { depth, space, channels, hasAlpha } = await sharp(bytes, options).metadata();
  const ink = space === 'cmyk';
  const grey = space === 'b-w' || space === 'grey16';
  const known = (ink && channels === 4) || (!ink && (grey || space === 'srgb' || space === 'rgb16') && channels <= 4);
  if (!known || (depth !== 'uchar' && depth !== 'ushort')) {
    throw new InputError('image/unsupported', `the ${format} holds ${channels} channels of ${space} as ${depth}; 8- and 16-bit grey, RGB and CMYK are read`, { format, channels, space, depth });
  }
  const wide = depth === 'ushort';
  const pipeline = ink ? sharp(bytes, options).pipelineColourspace('cmyk').toColourspace('cmyk') : sharp(bytes, options).toColourspace(wide ? 'rgb16' : 'srgb');
  const { data, info } = await pipeline.raw({ depth: wide ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  const samples = wide ? new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length)) : new Uint8Array(data.buffer, data.byteOffset, data.length);
  const all = image(info.width, info.height, info.channels, samples);
  return { image: grey ? firstAndAlpha(all, hasAlpha) : all, ink };
}

/** libvips writes grey as three like channels, or as one. */
function firstAndAlpha({ width, height, channels, data }: Stored, hasAlpha: boolean): Stored {
  const wanted = hasAlpha ? 2 : 1;
  if (channels === wanted) return { width, height, channels, data };
  const out = data instanceof Uint16Array ? new Uint16Array(width * height * wanted) : new Uint8Array(width * height * wanted);
  for (let i = 0; i < width * height; i++) {
    out[i * wanted] = data[i * channels] ?? 0;
    if (hasAlpha) out[i * wanted + 1] = data[i * channels + channels - 1] ?? 0;
  }
  return image(width, height, wanted, out);
}
