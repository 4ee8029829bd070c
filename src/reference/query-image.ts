/** What is measured of an image that is asked for. */
import { createHash } from 'node:crypto';
import type { Matrix } from '../core/geometry.ts';
import type { GrayImage, LumaImage, RgbImage } from '../core/image.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { resizeImage } from '../imaging/codecs/resize.ts';
import { mirrorDescriptors } from '../imaging/features/mirror-descriptors.ts';
import { toGray, toLuma } from '../imaging/color.ts';
import { queryFeatures } from './features.ts';
import { readImage } from './read-image.ts';
import { signaturesOf } from './signatures.ts';
import { QUERY_SIDE } from './sizes.ts';
import { hashVariants, type HashVariant } from './whole-image-hash.ts';
import { assignWords, vocabulary } from './vocabulary.ts';

/** The words of all keypoints, as the image is or as its mirror image would have them. */
export interface QueryWords {
  readonly probes: number;
  /** N × probes, −1 = none. */
  readonly words: Int32Array;
  /** N × probes × 2. */
  readonly signatures: Uint32Array;
}

export interface QueryImage {
  readonly sha256: string;
  /** px as stored. */
  readonly width: number;
  readonly height: number;
  /** Reduced to at most QUERY_SIDE. */
  readonly gray: GrayImage;
  readonly variants: readonly HashVariant[];
  /** In pixels of `gray`. */
  readonly keypoints: Keypoints;
  readonly plain: QueryWords;
  readonly mirrored: QueryWords;
  readonly vocabulary: number;
}

/** Words looked up for each keypoint: a recompressed one often falls beside its word. */
const PROBES = 3;

/** @throws {InputError | LimitError} `image/…` */
export async function queryImage(bytes: Uint8Array, maxPixels: number): Promise<QueryImage> {
  const { luma, image: _, ...rest } = await readImage(bytes, { maxPixels, maxSide: QUERY_SIDE });
  return { ...rest, ...measureQuery(luma) };
}

/** The same of pixels that were cut out of an image; their hash stands for the bytes. */
export async function queryOf(pixels: RgbImage): Promise<QueryImage> {
  const sha256 = createHash('sha256').update(pixels.data).digest('hex');
  return { sha256, width: pixels.width, height: pixels.height, ...measureQuery(toLuma(await resizeImage(pixels, QUERY_SIDE))) };
}

/** @param luma at most QUERY_SIDE px long. */
export function measureQuery(luma: LumaImage): Omit<QueryImage, 'sha256' | 'width' | 'height'> {
  const words = vocabulary();
  const keypoints = queryFeatures(luma);
  const wordsOf = (descriptors: Uint8Array): QueryWords => {
    const assigned = assignWords(words, descriptors, { probes: PROBES });
    return { ...assigned, signatures: signaturesOf(words, descriptors, assigned.words, PROBES) };
  };
  return {
    gray: toGray(luma), variants: hashVariants(luma), keypoints,
    plain: wordsOf(keypoints.descriptors), mirrored: wordsOf(mirrorDescriptors(keypoints.descriptors)), vocabulary: words.version,
  };
}

/** Pixels of an image of the first size → pixels of the same image at the second. */
export function rescaled(from: { readonly width: number; readonly height: number }, to: { readonly width: number; readonly height: number }): Matrix {
  return [to.width / from.width, 0, 0, 0, to.height / from.height, 0, 0, 0, 1];
}
