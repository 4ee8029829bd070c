/** The two pure halves of a search: candidates from posting lists, answers from their thumbnails. */
import type { GrayImage } from '../core/image.ts';
import { image } from '../core/image.ts';
import { readHeader } from '../imaging/codecs/header.ts';
import type { TransformLimit } from '../core/reference.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import type { QueryImage } from './query-image.ts';
import { readImage } from './read-image.ts';
import { scoreImages, type Hit, type PostingBlock } from './score.ts';
import { THUMBNAIL_SIDE } from './sizes.ts';
import { FEW_INLIERS, fitByPostings, judgeFit, unproven, type Judged } from './verify-candidate.ts';

export interface Candidate {
  readonly block: number;
  readonly slot: number;
  readonly mirrored: boolean;
  readonly votes: number;
  readonly hits: readonly Hit[];
}

/** What the coarse search needs of a query. */
export type AskedQuery = Pick<QueryImage, 'plain' | 'mirrored'> & {
  readonly gray: { readonly width: number; readonly height: number };
  readonly keypoints: Pick<Keypoints, 'count' | 'angle' | 'scale'>;
};

/** Best first. An image is a candidate once, as it is or mirrored, whichever has more votes. */
export function findCandidates(query: AskedQuery, blocks: readonly PostingBlock[], images: number, most: number): Candidate[] {
  const { width, height } = query.gray;
  const sides = [false, true].flatMap((mirrored) => scoreImages({ width, height, keypoints: query.keypoints, query: mirrored ? query.mirrored : query.plain, blocks, images, mirrored }, most)
    .map((scored): Candidate => ({ ...scored, mirrored })));
  const seen = new Set<number>();
  return sides.sort((a, b) => b.votes - a.votes || a.block - b.block || a.slot - b.slot || Number(a.mirrored) - Number(b.mirrored))
    .filter(({ block, slot }) => !seen.has(block * 65_536 + slot) && seen.add(block * 65_536 + slot)).slice(0, most);
}

export interface JudgedInput {
  readonly gray: GrayImage;
  readonly keypoints: Keypoints;
  readonly limit: TransformLimit;
  /** Best first. */
  readonly candidates: readonly { readonly thumbnail: Uint8Array; readonly mirrored: boolean; readonly hits: readonly Hit[] }[];
}

export interface JudgedCandidate extends Judged {
  /** px; `matrix` is from its pixels. */
  readonly thumbnail: { readonly width: number; readonly height: number };
}

/**
 * One for each candidate, in their order; `undefined`: no geometry. Keypoints of a thumbnail are not extracted anew: of 200 queries of the tune half
 * 23 were worth it by their votes, and the one whose pixels agreed then showed another picture.
 */
export async function judgeCandidates({ gray, keypoints, limit, candidates }: JudgedInput): Promise<(JudgedCandidate | undefined)[]> {
  const query = { luma: image(gray.width, gray.height, 1, Float32Array.from(gray.data)), keypoints };
  const answers = [];
  for (const { thumbnail, mirrored, hits } of candidates) {
    const size = readHeader(thumbnail, 'jpeg');
    const fit = fitByPostings(query, size, hits, { limit, mirrored });
    let judged = fit && unproven(fit);
    if (fit && fit.count >= FEW_INLIERS) {
      const { luma } = await readImage(thumbnail, { maxPixels: THUMBNAIL_SIDE ** 2, maxSide: THUMBNAIL_SIDE });
      judged = judgeFit(query, luma, fit) ?? judged;
    }
    answers.push(judged && { ...judged, thumbnail: { width: size.width, height: size.height } });
  }
  return answers;
}
