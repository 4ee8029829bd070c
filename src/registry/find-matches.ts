/** One search of an account: copies of some images among its media, or among what was crawled for it. */
import { AppError } from '../core/errors.ts';
import type { MatchGeometry, RegisteredMedium } from '../store/matches.ts';
import type { SearchSettings } from '../store/searches.ts';
import type { Store } from '../store/store.ts';
import type { ImageIndex, IndexMatch } from './image-index.ts';
import { mediaScope, readRef } from './media-index.ts';

export interface QueryBytes {
  readonly bytes: Uint8Array;
}

export interface FoundMatch {
  /** Registered media that hold the image; empty for an image of the web. */
  readonly mediaIds: readonly number[];
  readonly webImageId: number | null;
  /** As the medium is flagged now. */
  readonly exclusive: boolean | null;
  readonly geometry: MatchGeometry;
}

export interface SearchPorts {
  readonly index: ImageIndex;
  readonly store: Pick<Store, 'matches'>;
}

export interface SearchControl {
  readonly signal?: AbortSignal;
  /** Called with the images searched so far. */
  readonly tell?: (done: number) => Promise<void>;
}

/** Matches of one image, at most. */
const LIMIT = 50;

/** Best first; an image that is registered at several paths is one match, and so is one that several of the queries show. @throws {InputError} a query cannot be decoded. */
export async function findMatches(queries: readonly QueryBytes[], accountId: string, { category, similar, transform }: SearchSettings, { index, store }: SearchPorts, { signal, tell }: SearchControl = {}): Promise<FoundMatch[]> {
  const hits: IndexMatch[] = [];
  const scope = category === 'web' ? `web:${accountId}` : mediaScope(accountId);
  const broken: unknown[] = [];
  for (const [i, { bytes }] of queries.entries()) {
    try {
      hits.push(...(await index.search(bytes, { scopes: [scope], transform, similar, unverified: similar, limit: LIMIT, ...(signal ? { signal } : {}) })));
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('image/')) throw error;
      broken.push(error); // one damaged figure does not hide the others
    }
    await tell?.(i + 1);
  }
  if (broken.length > 0 && broken.length === queries.length) throw broken[0];
  const best = bestByRef(hits);
  if (category === 'web') return best.map((hit) => ({ mediaIds: [], webImageId: Number(hit.ref), exclusive: null, geometry: toGeometry(hit) }));
  return groupByImage(best, accountId, store);
}

function bestByRef(hits: readonly IndexMatch[]): readonly IndexMatch[] {
  const best = new Map<string, IndexMatch>();
  for (const hit of hits) {
    if (hit.score > (best.get(hit.ref)?.score ?? -1)) best.set(hit.ref, hit);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || a.id - b.id);
}

const mediumOf = ({ ref }: IndexMatch): number => readRef(ref).id;

async function groupByImage(hits: readonly IndexMatch[], accountId: string, store: SearchPorts['store']): Promise<FoundMatch[]> {
  const media = await store.matches.registered(accountId, [...new Set(hits.map(mediumOf))]);
  const groups = new Map<string, { readonly hit: IndexMatch; readonly media: readonly RegisteredMedium[] }>();
  for (const hit of hits) {
    const medium = media.get(mediumOf(hit));
    if (!medium) continue; // deleted meanwhile
    const known = groups.get(medium.sha256);
    if (!known) groups.set(medium.sha256, { hit, media: [medium] });
    else if (!known.media.includes(medium)) groups.set(medium.sha256, { ...known, media: [...known.media, medium] });
  }
  return [...groups.values()].map(({ hit, media: same }) => ({
    mediaIds: same.map(({ id }) => id).sort((a, b) => a - b), webImageId: null, exclusive: same.find(({ exclusive }) => exclusive !== null)?.exclusive ?? null, geometry: toGeometry(hit),
  }));
}

function toGeometry({ score, class: kind, verified, transform, inliers, covered }: IndexMatch): MatchGeometry {
  return { score, class: kind, verified, transform, inliers, covered };
}
