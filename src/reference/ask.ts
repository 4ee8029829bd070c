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
import { FEW_INLIERS, fitByPostings, judgeByRematch, judgeFit, unproven, type Judged, type VerifiedQuery } from './verify-candidate.ts';

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
 * Hits from which the best candidate's keypoints are extracted anew when nothing is proven without: that costs as much as those of a query.
 * Of 413 searches of the tune half 43 were worth it; six then proved the picture that was registered, two another one, none of them where there was none.
 */
const WORTH_HITS = 5;

/** One for each candidate, in their order; `undefined`: no geometry. */
export async function judgeCandidates({ gray, keypoints, limit, candidates }: JudgedInput): Promise<(JudgedCandidate | undefined)[]> {
  const query = { luma: image(gray.width, gray.height, 1, Float32Array.from(gray.data)), keypoints };
  const answers: (JudgedCandidate | undefined)[] = [];
  for (const candidate of candidates) answers.push(await judgeByPostings(query, candidate, limit));
  const [best] = candidates;
  if (!best || best.hits.length < WORTH_HITS || answers.some((answer) => answer?.verified)) return answers;
  const { luma } = await readThumbnail(best.thumbnail);
  const again = judgeByRematch(query, luma, { limit, mirrored: best.mirrored });
  const [first, ...rest] = answers;
  return again && (!first || again.verified || again.inliers > first.inliers) ? [{ ...again, thumbnail: { width: luma.width, height: luma.height } }, ...rest] : answers;
}

async function judgeByPostings(query: VerifiedQuery, { thumbnail, mirrored, hits }: JudgedInput['candidates'][number], limit: TransformLimit): Promise<JudgedCandidate | undefined> {
  const { width, height } = readHeader(thumbnail, 'jpeg');
  const fit = fitByPostings(query, { width, height }, hits, { limit, mirrored });
  if (!fit) return undefined;
  const judged = fit.count >= FEW_INLIERS ? judgeFit(query, (await readThumbnail(thumbnail)).luma, fit) : undefined;
  return { ...(judged ?? unproven(fit)), thumbnail: { width, height } };
}

function readThumbnail(thumbnail: Uint8Array): ReturnType<typeof readImage> {
  return readImage(thumbnail, { maxPixels: THUMBNAIL_SIDE ** 2, maxSide: THUMBNAIL_SIDE });
}
