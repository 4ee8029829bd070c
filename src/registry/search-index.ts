/** One search: whole copies by hash, then parts by their keypoints, each proven on stored thumbnails. */
import { multiply, type Matrix } from '../core/geometry.ts';
import type { QueryImage } from '../reference/query-image.ts';
import { rescaled } from '../reference/query-image.ts';
import type { EntryRow } from '../store/reference.ts';
import { runOptions } from './run-options.ts';
import { between } from './between.ts';
import { findByKeypoints, type FoundCandidate } from './find-by-keypoints.ts';
import { findWholeCopies } from './find-whole-copies.ts';
import type { IndexMatch, SearchOptions } from './image-index.ts';
import type { IndexParts } from './open-image-index.ts';

/** Candidates whose pixels are looked at. */
const SHORTLIST = 30;

export async function searchIndex(bytes: Uint8Array, options: SearchOptions, parts: IndexParts): Promise<IndexMatch[]> {
  const { scopes, panels = false } = options;
  if (scopes.length === 0) return [];
  const queries = await parts.compute.run('describe-query', { bytes, maxPixels: parts.maxPixels, panels }, runOptions(options));
  const found = [];
  for (const { query, toWhole } of queries) found.push(...(await searchDescribed(query, options, parts)).map((match) => ({ ...match, transform: multiply(toWhole, match.transform) })));
  return bestOfEach(found, options);
}

/** The same for an image that was measured before; transforms lead to pixels of `query` as stored. */
export async function searchDescribed(query: QueryImage, options: SearchOptions, parts: IndexParts): Promise<IndexMatch[]> {
  const copies = options.similar ? [] : await findWholeCopies(query, options, parts);
  const candidates = await findByKeypoints(query, options, parts, SHORTLIST);
  const matches = [...copies, ...(options.similar ? candidates.map((one) => looksAlike(one, query)) : await judged(query, candidates, options, parts))];
  const alive = await parts.store.reference.alive(matches.map(({ id }) => id)); // what was removed meanwhile is not told
  return bestOfEach(matches.filter(({ id }) => alive.has(id)), options);
}

async function judged(query: QueryImage, candidates: readonly FoundCandidate[], options: SearchOptions, { compute }: IndexParts): Promise<IndexMatch[]> {
  const { transform: limit = 'perspective', unverified = false } = options;
  if (candidates.length === 0) return [];
  const { gray, keypoints } = query;
  const answers = await compute.run('judge-candidates', { gray, keypoints, limit, candidates: candidates.map(({ candidate: { hits, mirrored }, thumbnail }) => ({ hits, mirrored, thumbnail })) }, runOptions(options));
  return candidates.flatMap(({ entry, candidate }, i): IndexMatch[] => {
    const answer = answers[i];
    if (!answer) return unverified ? [looksAlike({ entry, candidate }, query)] : [];
    if (!answer.verified && !unverified) return [];
    const { score, verified, inliers, covered, matrix, thumbnail } = answer;
    return [{ ...facts(entry), score, class: answer.class, verified, inliers, covered, transform: between(query, entry, matrix, thumbnail) }];
  });
}

/** Votes at which a look-alike has two thirds of the score that one can have. */
const VOTES = 40_000;

function looksAlike({ entry, candidate: { votes, hits, mirrored } }: Pick<FoundCandidate, 'entry' | 'candidate'>, query: QueryImage): IndexMatch {
  return {
    ...facts(entry), score: 0.3 * (1 - Math.exp(-votes / VOTES)), class: 'similar', verified: false, inliers: 0, covered: 0,
    transform: multiply(rescaled(query.gray, query), guess(entry, hits[0], mirrored, query)),
  };
}

/** Where one keypoint alone would put it: pixels of the registered image → pixels of the query's grey image. */
function guess(entry: EntryRow, hit: FoundCandidate['candidate']['hits'][number] | undefined, mirrored: boolean, { gray, keypoints }: QueryImage): Matrix {
  if (!hit) return rescaled(entry, gray);
  const longest = Math.max(entry.width, entry.height);
  const s = (keypoints.scale[hit.query] ?? 1) / (2 ** (hit.scale / 20 - 12) * longest);
  const turn = (mirrored ? Math.PI - (keypoints.angle[hit.query] ?? 0) : keypoints.angle[hit.query] ?? 0) - (hit.angle * 2 * Math.PI) / 256;
  const [c, d] = [s * Math.cos(turn), s * Math.sin(turn)];
  const [x, y] = [(hit.x / 65_535) * longest, (hit.y / 65_535) * longest];
  const u = keypoints.x[hit.query] ?? 0;
  const v = keypoints.y[hit.query] ?? 0;
  const at = mirrored ? gray.width - u : u;
  const plain: Matrix = [c, -d, at - c * x + d * y, d, c, v - d * x - c * y, 0, 0, 1];
  return mirrored ? multiply([-1, 0, gray.width, 0, 1, 0, 0, 0, 1], plain) : plain;
}

function facts({ id, scope, ref, name, source, width, height }: EntryRow): Pick<IndexMatch, 'id' | 'scope' | 'ref' | 'name' | 'source' | 'width' | 'height'> {
  return { id, scope, ref, name, source, width, height };
}

/** Each entry once, verified ones first. */
function bestOfEach(matches: readonly IndexMatch[], { limit = 10 }: SearchOptions): IndexMatch[] {
  const best = new Map<number, IndexMatch>();
  for (const match of matches) {
    const known = best.get(match.id);
    if (!known || inOrder(match, known) < 0) best.set(match.id, match);
  }
  return [...best.values()].sort(inOrder).slice(0, limit);
}

/** Not by locale: the order is the same on every machine. */
function inOrder(a: IndexMatch, b: IndexMatch): number {
  return Number(b.verified) - Number(a.verified) || b.score - a.score || compareText(a.scope, b.scope) || compareText(a.ref, b.ref);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
