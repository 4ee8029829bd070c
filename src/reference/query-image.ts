/** What is measured of an image that is asked for. */
import type { GrayImage } from '../core/image.ts';
import type { Matrix } from '../core/geometry.ts';
import { toGray } from '../imaging/color.ts';
import { readImage } from './read-image.ts';
import { QUERY_SIDE } from './sizes.ts';
import { hashVariants, type HashVariant } from './whole-image-hash.ts';

export interface QueryImage {
  readonly sha256: string;
  /** px as stored. */
  readonly width: number;
  readonly height: number;
  /** Reduced to at most QUERY_SIDE. */
  readonly gray: GrayImage;
  readonly variants: readonly HashVariant[];
}

/** @throws {InputError | LimitError} `image/…` */
export async function queryImage(bytes: Uint8Array, maxPixels: number): Promise<QueryImage> {
  const { luma, ...rest } = await readImage(bytes, { maxPixels, maxSide: QUERY_SIDE });
  return { ...rest, gray: toGray(luma), variants: hashVariants(luma) };
}

/** Pixels of an image of the first size → pixels of the same image at the second. */
export function rescaled(from: { readonly width: number; readonly height: number }, to: { readonly width: number; readonly height: number }): Matrix {
  return [to.width / from.width, 0, 0, 0, to.height / from.height, 0, 0, 0, 1];
}
