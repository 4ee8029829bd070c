/** Decodes a page and measures what every page detector needs, each at most once. */
import { AppError } from '../core/errors.ts';
import type { ImageFormat } from '../core/media.ts';
import type { PageInput } from '../detectors/detector.ts';
import { decodeImage } from '../imaging/codecs/decode.ts';
import type { Jpeg } from '../imaging/codecs/jpeg/jpeg.types.ts';
import { readJpeg } from '../imaging/codecs/jpeg/read.ts';
import { toLuma } from '../imaging/color.ts';
import { measurePageBlocks } from '../imaging/pages/page-blocks.ts';

/** @throws {InputError | LimitError} `image/…`, as `decodeImage`. */
export async function readPage(bytes: Uint8Array, format: ImageFormat, maxPixels: number): Promise<PageInput> {
  const { image: rgb, notes } = await decodeImage(bytes, format, { maxPixels });
  const luma = toLuma(rgb);
  const jpeg = format === 'jpeg' ? coefficientsOf(bytes, maxPixels) : undefined;
  return { bytes, format, notes, rgb, luma, blocks: measurePageBlocks(luma, rgb), ...(jpeg ? { jpeg } : {}) };
}

/** Undefined for the JPEGs our reader refuses: their pixels are judged without their history. */
function coefficientsOf(bytes: Uint8Array, maxPixels: number): Jpeg | undefined {
  try {
    return readJpeg(bytes, { maxPixels, tolerant: true });
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
