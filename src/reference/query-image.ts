/** What is measured of an image that is asked for. */
import { createHash } from 'node:crypto';
import type { Matrix } from '../core/geometry.ts';
import type { GrayImage, LumaImage, RgbImage } from '../core/image.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { resizeImage } from '../imaging/codecs/resize.ts';
import { mirrorDescriptors } from '../imaging/features/mirror-descriptors.ts';
import { toGray, toLuma } from '../imaging/color.ts';
import { asQueryFeatures, queryFeatures } from './features.ts';
import { readImage } from './read-image.ts';
import { signaturesOf } from './signatures.ts';
import { QUERY_SIDE } from './sizes.ts';
import { hashVariants, type HashVariant } from './whole-image-hash.ts';
import { assignWords, vocabulary, type Vocabulary } from './vocabulary.ts';

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

/** The same of pixels that were cut out of an image; their hash stands for the bytes. @param known its keypoints, when they were measured before: that is most of the work. */
export async function queryOf(pixels: RgbImage, known?: Keypoints): Promise<QueryImage> {
  const sha256 = createHash('sha256').update(pixels.data).digest('hex');
  const luma = toLuma(await resizeImage(pixels, QUERY_SIDE));
  return { sha256, width: pixels.width, height: pixels.height, ...measureQuery(luma, known && asQueryFeatures(known, pixels, luma)) };
}

/** @param luma at most QUERY_SIDE px long. */
export function measureQuery(luma: LumaImage, keypoints = queryFeatures(luma)): Omit<QueryImage, 'sha256' | 'width' | 'height'> {
  const words = vocabulary();
  const [plain, mirrored] = bothSides(keypoints.descriptors, words);
  return { gray: toGray(luma), variants: hashVariants(luma), keypoints, plain, mirrored, vocabulary: words.version };
}

/** Looked up together: the vocabulary is copied to the kernel once. */
function bothSides(descriptors: Uint8Array, words: Vocabulary): [QueryWords, QueryWords] {
  const both = new Uint8Array(2 * descriptors.length);
  both.set(descriptors);
  both.set(mirrorDescriptors(descriptors), descriptors.length);
  const { words: assigned } = assignWords(words, both, { probes: PROBES });
  const signatures = signaturesOf(words, both, assigned, PROBES);
  const half = assigned.length / 2;
  const side = (from: number): QueryWords => ({ probes: PROBES, words: assigned.slice(from, from + half), signatures: signatures.slice(2 * from, 2 * (from + half)) });
  return [side(0), side(half)];
}

/** Pixels of an image of the first size → pixels of the same image at the second. */
export function rescaled(from: { readonly width: number; readonly height: number }, to: { readonly width: number; readonly height: number }): Matrix {
  return [to.width / from.width, 0, 0, 0, to.height / from.height, 0, 0, 0, 1];
}
