/** One search of an account: copies of some images among its media, or among what was crawled for it. */
import { AppError } from '../core/errors.ts';
import type { FoundMark, MatchGeometry, RegisteredMedium } from '../store/matches.ts';
import type { SearchSettings } from '../store/searches.ts';
import type { Store } from '../store/store.ts';
import type { ImageIndex, IndexMatch } from './image-index.ts';
import { resolveHits, type MarkPorts, type ResolvedHit } from './marks/resolve-hits.ts';
import { mediaScope } from './media-index.ts';

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
  /** The mark that the image carries. */
  readonly mark: FoundMark | null;
}

export interface SearchPorts extends MarkPorts {
  readonly index: ImageIndex;
  readonly store: Pick<Store, 'matches' | 'marks'>;
}

export interface SearchControl {
  readonly signal?: AbortSignal;
  /** Called with the images searched so far. */
  readonly tell?: (done: number) => Promise<void>;
}

/** Matches of one image, at most. */
const LIMIT = 50;

/** Best first; an image that is registered at several paths is one match, and so is one that several of the queries show. @throws {InputError} a query cannot be decoded. */
export async function findMatches(queries: readonly QueryBytes[], accountId: string, { category, similar, transform }: SearchSettings, ports: SearchPorts, { signal, tell }: SearchControl = {}): Promise<FoundMatch[]> {
  const { index, store } = ports;
  const found: ResolvedHit[] = [];
  const scope = category === 'web' ? `web:${accountId}` : mediaScope(accountId);
  const broken: unknown[] = [];
  for (const [i, { bytes }] of queries.entries()) {
    try {
      const hits = await index.search(bytes, { scopes: [scope], transform, similar, unverified: similar, limit: LIMIT, ...(signal ? { signal } : {}) });
      found.push(...(category === 'web' ? hits.map((hit) => ({ hit, mediaIds: [] })) : await resolveHits(bytes, hits, accountId, { marks: !similar, ...(signal ? { signal } : {}) }, ports)));
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('image/')) throw error;
      broken.push(error); // one damaged figure does not hide the others
    }
    await tell?.(i + 1);
  }
  if (broken.length > 0 && broken.length === queries.length) throw broken[0];
  const best = bestOf(found);
  if (category === 'web') return best.map(({ hit }) => ({ mediaIds: [], webImageId: Number(hit.ref), exclusive: null, geometry: toGeometry(hit), mark: null }));
  return groupByImage(best, accountId, store);
}

/** Each entry once, or once for each mark that was found of it. */
function bestOf(found: readonly ResolvedHit[]): readonly ResolvedHit[] {
  const best = new Map<string, ResolvedHit>();
  for (const one of found) {
    const key = `${one.hit.ref} ${one.mark?.medium ?? ''}`;
    if (one.hit.score > (best.get(key)?.hit.score ?? -1)) best.set(key, one);
  }
  const marked = new Set([...best.values()].flatMap(({ hit, mark }) => (mark ? [hit.ref] : [])));
  return [...best.values()].filter(({ hit, mark }) => mark !== undefined || !marked.has(hit.ref))
    .sort((a, b) => b.hit.score - a.hit.score || a.hit.id - b.hit.id || (a.mark?.log10p ?? 0) - (b.mark?.log10p ?? 0));
}

interface Group {
  readonly hit: IndexMatch;
  readonly mark: FoundMark | null;
  readonly media: readonly RegisteredMedium[];
}

async function groupByImage(found: readonly ResolvedHit[], accountId: string, store: SearchPorts['store']): Promise<FoundMatch[]> {
  const registered = await store.matches.registered(accountId, [...new Set(found.flatMap(({ mediaIds }) => mediaIds))]);
  const groups = new Map<string, Group>();
  for (const { hit, mark = null, mediaIds } of found) {
    const media = mediaIds.flatMap((id) => registered.get(id) ?? []);
    const [first] = media;
    if (!first) continue; // deleted meanwhile
    const name = mark ? `mark of ${mark.medium}` : hit.ref.startsWith('original:') ? hit.ref : first.sha256;
    const known = groups.get(name);
    groups.set(name, known ? { ...known, media: [...new Set([...known.media, ...media])] } : { hit, mark, media });
  }
  return [...groups.values()].map(({ hit, mark, media }) => ({
    mediaIds: media.map(({ id }) => id).sort((a, b) => a - b), webImageId: null, exclusive: media.find(({ exclusive }) => exclusive !== null)?.exclusive ?? null, geometry: toGeometry(hit), mark,
  }));
}

function toGeometry({ score, class: kind, verified, transform, inliers, covered }: IndexMatch): MatchGeometry {
  return { score, class: kind, verified, transform, inliers, covered };
}
