/** The exact-copy path: the hash of the whole image, in all eight turned and mirrored forms. Also finds images without keypoints. */
import { hashKeys } from '../reference/whole-image-hash.ts';
import type { QueryImage } from '../reference/query-image.ts';
import type { HashHit } from '../store/reference.ts';
import { between } from './between.ts';
import { runOptions } from './run-options.ts';
import type { IndexMatch, SearchOptions } from './image-index.ts';
import type { IndexParts } from './open-image-index.ts';

/** bit; PDQ's own advice. */
const MOST_APART = 31;
/** Correlation at 64 × 64 of one picture with itself after recompression, recolouring and scaling. */
const LEAST_CORRELATION = 0.95;
/** grey, mean; what scaling and recompression leave of a picture. */
const SAME_TONE = 3;

export async function findWholeCopies(query: QueryImage, options: SearchOptions, { store, compute }: IndexParts): Promise<IndexMatch[]> {
  const { scopes, transform = 'perspective' } = options;
  const variants = transform === 'scale' ? query.variants.slice(0, 1) : query.variants;
  const hits = await store.reference.byHash(scopes, variants.map(({ hash }) => hash), [...new Set(variants.flatMap(({ hash }) => hashKeys(hash)))], MOST_APART);
  const same = await store.reference.bySha256(scopes, query.sha256);
  const all: HashHit[] = [...same.map((row) => ({ ...row, distance: 0, variant: 0 })), ...hits.filter(({ id }) => !same.some((row) => row.id === id))];
  const thumbnails = await store.reference.thumbnails(all.map(({ id }) => id));
  const candidates = all.flatMap((hit) => {
    const [thumbnail, variant] = [thumbnails.get(hit.id), variants[hit.variant]];
    return thumbnail && variant ? [{ hit, thumbnail, motion: variant.motion }] : [];
  });
  if (candidates.length === 0) return [];
  const compared = await compute.run('compare-whole', { gray: query.gray, candidates: candidates.map(({ thumbnail, motion }) => ({ thumbnail, motion })) }, runOptions(options));
  return candidates.flatMap(({ hit }, i): IndexMatch[] => {
    const { correlation = 0, difference = 0, transform: fit, width = 1, height = 1 } = compared[i] ?? {};
    const exact = hit.sha256 === query.sha256;
    if (!fit || (!exact && correlation < LEAST_CORRELATION)) return [];
    const { id, scope, ref, name, source } = hit;
    return [{
      id, scope, ref, name, source, width: hit.width, height: hit.height,
      score: exact ? 1 : Math.min(1, correlation), class: exact || (hit.variant === 0 && difference <= SAME_TONE) ? 'identical' : 'derived', verified: true,
      transform: between(query, hit, fit, { width, height }), inliers: 0, covered: 1,
    }];
  });
}
