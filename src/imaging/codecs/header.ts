/** What an image file says about itself, read without decoding a pixel, so that limits hold before memory is spent. */
import { AppError, InputError, LimitError } from '../../core/errors.ts';
import type { ImageFormat } from '../../core/media.ts';
import { readBmpHeader } from './bmp/header.ts';
import { readGifHeader } from './headers/gif.ts';
import { readJpegHeader } from './headers/jpeg.ts';
import { MAX_FRAMES, type ImageHeader } from './headers/image-header.ts';
import { readPngHeader } from './headers/png.ts';
import { readTiffHeader } from './headers/tiff.ts';
import { readWebpHeader } from './headers/webp.ts';
import { readSvgHeader } from './svg/header.ts';

export type { ImageHeader };

/**
 * The header of an image file, or of one frame of it (from 0).
 *
 * @throws {InputError} `image/truncated`, `image/corrupt`, `image/unsupported`.
 * @throws {LimitError} `image/too-many-frames`.
 */
export function readHeader(bytes: Uint8Array, format: ImageFormat, frame = 0): ImageHeader {
  const header = guarded(bytes, format, frame);
  if (header.frames > MAX_FRAMES) {
    throw new LimitError('image/too-many-frames', `the ${format} has more than ${MAX_FRAMES} frames; send the frames you mean as files of their own`, { limit: MAX_FRAMES });
  }
  if (!(header.width > 0) || !(header.height > 0)) {
    throw new InputError('image/corrupt', `the ${format} says it is ${header.width} × ${header.height} px`, { format });
  }
  return header;
}

/** @throws {LimitError} the image has more than `maxPixels`. */
export function checkPixels({ width, height }: Pick<ImageHeader, 'width' | 'height'>, maxPixels: number): void {
  if (width * height > maxPixels) {
    throw new LimitError('image/too-many-pixels', `the image is ${width} × ${height} px; at most ${Math.floor(maxPixels / 1e6)} megapixels are read, send it smaller`, { width, height, limit: maxPixels });
  }
}

function guarded(bytes: Uint8Array, format: ImageFormat, frame: number): ImageHeader {
  try {
    return READERS[format](bytes, frame);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Readers use DataView, which throws this beyond the end.
    if (error instanceof RangeError) throw new InputError('image/truncated', `the ${format} ends within its header, after ${bytes.length} bytes`, { format, bytes: bytes.length }, { cause: error });
    throw error;
  }
}

const READERS = {
  jpeg: readJpegHeader, png: readPngHeader, gif: readGifHeader, bmp: readBmpHeader, tiff: readTiffHeader, webp: readWebpHeader, svg: readSvgHeader,
} satisfies Record<ImageFormat, (bytes: Uint8Array, frame: number) => ImageHeader>;

