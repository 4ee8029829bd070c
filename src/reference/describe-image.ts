/** Measures what the index keeps of an image. */
import { encodeJpeg } from '../imaging/codecs/encode.ts';
import { resizeImage } from '../imaging/codecs/resize.ts';
import type { DescribedImage } from './described-image.ts';
import { enrolFeatures } from './features.ts';
import { encodeLogged } from './postings.ts';
import { readImage } from './read-image.ts';
import { signaturesOf } from './signatures.ts';
import { ENROL_SIDE, THUMBNAIL_SIDE } from './sizes.ts';
import { assignWords, vocabulary } from './vocabulary.ts';
import { wholeImageHash } from './whole-image-hash.ts';

/** In [1, 100]; people look at it too. */
export const THUMBNAIL_QUALITY = 80;

/** @throws {InputError | LimitError} `image/…` */
export async function describeImage(bytes: Uint8Array, maxPixels: number): Promise<DescribedImage> {
  const { luma, image, ...rest } = await readImage(bytes, { maxPixels, maxSide: ENROL_SIDE });
  const words = vocabulary();
  const keypoints = enrolFeatures(luma);
  const assigned = assignWords(words, keypoints.descriptors).words;
  return {
    ...rest, hash: wholeImageHash(luma), vocabulary: words.version, features: keypoints.count,
    postings: encodeLogged(keypoints, { words: assigned, signatures: signaturesOf(words, keypoints.descriptors, assigned, 1) }, luma),
    thumbnail: await encodeJpeg(await resizeImage(image, THUMBNAIL_SIDE), THUMBNAIL_QUALITY),
  };
}
