/** Measures what the index keeps of an image. */
import type { LumaImage } from '../core/image.ts';
import { encodeGrayJpeg } from '../imaging/codecs/encode.ts';
import { resizeLuma } from '../imaging/resample.ts';
import type { DescribedImage } from './described-image.ts';
import { enrolFeatures } from './features.ts';
import { encodeLogged } from './postings.ts';
import { readImage } from './read-image.ts';
import { signaturesOf } from './signatures.ts';
import { ENROL_SIDE, THUMBNAIL_SIDE } from './sizes.ts';
import { assignWords, vocabulary } from './vocabulary.ts';
import { wholeImageHash } from './whole-image-hash.ts';

/** @throws {InputError | LimitError} `image/…` */
export async function describeImage(bytes: Uint8Array, maxPixels: number): Promise<DescribedImage> {
  const { luma, ...rest } = await readImage(bytes, { maxPixels, maxSide: ENROL_SIDE });
  const words = vocabulary();
  const keypoints = enrolFeatures(luma);
  const assigned = assignWords(words, keypoints.descriptors).words;
  return {
    ...rest, hash: wholeImageHash(luma), vocabulary: words.version, features: keypoints.count,
    postings: encodeLogged(keypoints, { words: assigned, signatures: signaturesOf(words, keypoints.descriptors, assigned, 1) }, luma),
    thumbnail: await encodeGrayJpeg(reducedTo(luma, THUMBNAIL_SIDE), 85),
  };
}

/** Longest side at most `side` px; never enlarged. */
export function reducedTo(luma: LumaImage, side: number): LumaImage {
  const zoom = Math.min(1, side / Math.max(luma.width, luma.height));
  return zoom === 1 ? luma : resizeLuma(luma, Math.max(1, Math.round(luma.width * zoom)), Math.max(1, Math.round(luma.height * zoom)));
}
