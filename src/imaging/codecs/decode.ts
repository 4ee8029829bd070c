/** Encoded bytes → 8-bit RGB, with everything that was lost or changed on the way named in the notes. */
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import { AppError, InputError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import type { ImageFormat } from '../../core/media.ts';
import { decodeBmp } from './bmp/decode.ts';
import { readBmpHeader } from './bmp/header.ts';
import { checkPixels, readHeader, type ImageHeader } from './header.ts';
import { resizeImage } from './resize.ts';
import { toEightBit } from './stretch.ts';
import { safeSvg } from './svg/rasterizable.ts';
import { sharp } from './vips.ts';

export interface DecodeOptions {
  /** From 0. */
  readonly frame?: number;
  /** px, width × height. */
  readonly maxPixels: number;
  /** px; a larger image is reduced so that its longer side has this length. */
  readonly maxSide?: number;
}

export interface DecodedImage {
  readonly image: RgbImage;
  /** `truncated`, `16-bit`, `stretched`, `cmyk`, `alpha`, `svg-script`, … */
  readonly notes: readonly string[];
  /** bit per sample of the file. */
  readonly bits: number;
}

/**
 * Decodes one frame of an image. Pixels as stored: no Exif orientation, no colour profile except from CMYK. Alpha is flattened
 * on white. 16-bit samples that fill a narrow range are stretched from the 1st to the 99.9th percentile.
 *
 * @throws {InputError} `image/corrupt`, `image/truncated`, `image/unsupported`.
 * @throws {LimitError} `image/too-many-pixels`, `image/too-many-frames`; both from the header, before anything is decoded.
 */
export async function decodeImage(bytes: Uint8Array, format: ImageFormat, { frame = 0, maxPixels, maxSide }: DecodeOptions): Promise<DecodedImage> {
  const header = readHeader(bytes, format, frame);
  checkPixels(header, maxPixels);
  if (format === 'bmp') return reduced(decodeBmpFile(bytes), maxSide);
  const svg = format === 'svg' ? safeSvg(bytes) : undefined;
  const source = { bytes: svg?.bytes ?? bytes, header, frame: format === 'svg' ? undefined : frame, maxPixels, maxSide };
  try {
    return withNotes(await decodeByVips(source, 'truncated'), svg?.notes ?? []);
  } catch (error) {
    if (error instanceof AppError) throw error;
    return withNotes(await decodeDamaged(source, format), ['truncated', ...(svg?.notes ?? [])]);
  }
}

function decodeBmpFile(bytes: Uint8Array): DecodedImage {
  const { image, truncated } = decodeBmp(bytes, readBmpHeader(bytes));
  return { image, notes: truncated ? ['truncated'] : [], bits: 8 };
}

async function reduced(decoded: DecodedImage, maxSide: number | undefined): Promise<DecodedImage> {
  return maxSide === undefined ? decoded : { ...decoded, image: await resizeImage(decoded.image, maxSide) };
}

function withNotes(decoded: DecodedImage, notes: readonly string[]): DecodedImage {
  return { ...decoded, notes: [...new Set([...notes, ...decoded.notes])] };
}

interface VipsSource {
  readonly bytes: Uint8Array;
  readonly header: ImageHeader;
  readonly frame: number | undefined;
  readonly maxPixels: number;
  readonly maxSide: number | undefined;
}

/** A damaged file still holds evidence: decode what there is. */
async function decodeDamaged(source: VipsSource, format: ImageFormat): Promise<DecodedImage> {
  try {
    return await decodeByVips(source, 'none');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error); // libvips' words, for the log
    throw new InputError('image/corrupt', `the ${format} is damaged or cut off and cannot be read; save the image again and send that`, { format, reason }, { cause: error });
  }
}

async function decodeByVips({ bytes, header, frame, maxPixels, maxSide }: VipsSource, failOn: 'none' | 'truncated'): Promise<DecodedImage> {
  const options: SharpOptions = {
    failOn, limitInputPixels: maxPixels, sequentialRead: true, ignoreIcc: !header.cmyk,
    ...(frame ? { page: frame } : {}),
  };
  const metadata = await sharp(bytes, options).metadata();
  const notes = [...(header.cmyk ? ['cmyk'] : []), ...(metadata.hasAlpha ? ['alpha'] : [])];
  const bits = Math.max(header.bits, DEPTH_BITS[metadata.depth] ?? 8) > 8 ? (DEPTH_BITS[metadata.depth] ?? 16) : header.bits;
  let pipeline = sharp(bytes, options).flatten({ background: '#ffffff' });
  if (maxSide !== undefined) pipeline = pipeline.resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true });
  if (metadata.depth === 'uchar') return { image: await eightBit(pipeline), notes, bits };
  const { image, stretched } = await deep(pipeline, metadata);
  return { image, notes: [...notes, bits > 16 ? `${bits}-bit` : '16-bit', ...(stretched ? ['stretched'] : [])], bits };
}

const DEPTH_BITS: Readonly<Record<string, number>> = { uchar: 8, char: 8, ushort: 16, short: 16, uint: 32, int: 32, float: 32, double: 64 };

async function eightBit(pipeline: Sharp): Promise<RgbImage> {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return toRgb(data, info.width, info.height, info.channels);
}

/** libvips gives true samples only when the space of the pipeline is as deep (floats: as stored); plain `raw({depth})` recasts 8-bit ones. */
async function deep(pipeline: Sharp, { depth, space }: Metadata): Promise<{ readonly image: RgbImage; readonly stretched: boolean }> {
  const wide = depth === 'ushort';
  const { data, info } = await pipeline.toColourspace(wide ? 'rgb16' : space).raw({ depth: wide ? 'ushort' : 'float' }).toBuffer({ resolveWithObject: true });
  const samples = wide
    ? new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length))
    : new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
  const { data: eight, stretched } = toEightBit(samples);
  return { image: toRgb(eight, info.width, info.height, info.channels), stretched };
}

/** Grey is tripled; whatever comes after three channels is left out. */
function toRgb(data: Uint8Array, width: number, height: number, channels: number): RgbImage {
  if (channels === 3) return { width, height, channels: 3, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * channels + (channels < 3 ? 0 : c)] ?? 0;
  }
  return { width, height, channels: 3, data: rgb };
}
