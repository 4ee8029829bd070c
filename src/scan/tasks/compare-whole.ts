/** Compares a query with candidates that have its hash. */
import type { Matrix } from '../../core/geometry.ts';
import { image, type GrayImage } from '../../core/image.ts';
import { compareWhole as compare, type WholeCopy } from '../../reference/compare-whole.ts';
import { readImage } from '../../reference/read-image.ts';
import { THUMBNAIL_SIDE } from '../../reference/sizes.ts';

export interface WholeInput {
  readonly gray: GrayImage;
  readonly candidates: readonly { readonly thumbnail: Uint8Array; readonly motion: Matrix }[];
}

/** One for each candidate; `transform` maps pixels of the thumbnail to pixels of `gray`. */
export type WholeOutput = readonly (WholeCopy & { readonly width: number; readonly height: number })[];

export async function compareWhole({ gray, candidates }: WholeInput): Promise<WholeOutput> {
  const query = image(gray.width, gray.height, 1, Float32Array.from(gray.data));
  return Promise.all(candidates.map(async ({ thumbnail, motion }) => {
    const { luma, width, height } = await readImage(thumbnail, { maxPixels: THUMBNAIL_SIDE ** 2, maxSide: THUMBNAIL_SIDE });
    return { ...compare(query, luma, motion), width, height };
  }));
}
