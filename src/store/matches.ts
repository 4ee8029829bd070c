/** Matches: a registered image and where a copy of it was found; or, of a search on the web, an image found there. */
import type { Matrix } from '../core/geometry.ts';
import type { MatchClass } from '../core/reference.ts';
import type { MatchVerdict } from './match-decisions.ts';
import { json, type Sql } from './sql.ts';

export type MatchType = 'user' | 'web' | 'press' | 'credit';

/** How the found image and the registered one relate. */
export interface MatchGeometry {
  /** In [0, 1]. */
  readonly score: number;
  readonly class: MatchClass;
  readonly verified: boolean;
  /** Pixels of the registered image → pixels of the query, both as stored. */
  readonly transform: Matrix;
  readonly inliers: number;
  /** Share of the registered image that is seen, in [0, 1]. */
  readonly covered: number;
  /** Press: the page it stands on, in points, and pixels of the registered image → points of the page. */
  readonly page?: { readonly width: number; readonly height: number; readonly transform: Matrix };
}

/** Which mark was found in the copy, and how surely; for the owner's eyes. */
export interface FoundMark {
  /** The medium whose mark it is. */
  readonly medium: number;
  /** Bound on the chance of finding it by accident. */
  readonly log10p: number;
  readonly payload?: number;
  /** Pixels of the copy → pixels of the original. */
  readonly transform?: Matrix;
}

export interface MatchRow {
  readonly id: number;
  readonly account_id: string;
  readonly type: MatchType;
  readonly created_at: Date;
  readonly watermarked: boolean;
  readonly exclusive: boolean | null;
  readonly search_id: string | null;
  readonly web_image_id: number | null;
  readonly query_url: string | null;
  readonly query_page_url: string | null;
  readonly domain: string | null;
  readonly issue: { readonly name?: string; readonly date?: string } | null;
  readonly page_number: number | null;
  readonly credit: string | null;
  readonly image_url: string | null;
  readonly page_url: string | null;
  readonly geometry: MatchGeometry | null;
  readonly mark: FoundMark | null;
  readonly press_issue_id: number | null;
  /** What the crawl saw: web, credit. */
  readonly capture_id: number | null;
  /** The last decision about it. */
  readonly verdict: MatchVerdict;
  /** Where the image stands on its page: points, origin top left of the upright page. */
  readonly outline: readonly (readonly [number, number])[] | null;
  /** Registered media that hold the matched image, in the order of their ids. */
  readonly media_ids: readonly number[];
}

/** What a match has is given; the rest is null. */
export type NewMatch = Pick<MatchRow, 'account_id' | 'type' | 'created_at' | 'media_ids'> & Partial<Omit<MatchRow, 'id' | 'verdict'>>;

/** What a match shows of a registered medium. */
export interface RegisteredMedium {
  readonly id: number;
  readonly type: 'image' | 'document' | 'video';
  readonly sha256: string;
  readonly bytes: number;
  /** px as stored. */
  readonly width: number | null;
  readonly height: number | null;
  readonly exclusive: boolean | null;
  readonly created_at: Date;
  /** Static links. */
  readonly preview: number | null;
  readonly preview_width: number | null;
  readonly preview_height: number | null;
  readonly thumbnail: number | null;
}

export interface MatchFilter {
  readonly accountId: string;
  readonly type: MatchType;
  readonly searchId?: string;
  readonly mediaId?: number;
  readonly watermarked?: boolean;
  readonly exclusive?: boolean;
  /** Made in [from, to). */
  readonly span?: { readonly from?: Date; readonly to?: Date };
  readonly verdict?: MatchVerdict;
  /** Host of the page in ASCII form, name of the paper, or of the search. */
  readonly place?: string;
  /** Without matches on blacklisted domains. */
  readonly blacklist?: boolean;
}

export interface MatchSlice {
  readonly limit: number;
  /** Behind this match, in the direction of the slice. */
  readonly after?: { readonly createdAt: Date; readonly id: number };
  readonly backwards: boolean;
}

export const matchQueries = (sql: Sql) => ({
  /** Run it in a transaction. */
  async insert(match: NewMatch): Promise<number> {
    const m = { ...NOTHING, ...match };
    const [row] = await sql<{ id: number }>`
      insert into match (account_id, type, created_at, watermarked, exclusive, search_id, web_image_id, query_url, query_page_url, domain, issue, page_number, credit, image_url, page_url, geometry, mark, press_issue_id, outline, capture_id)
      values (${m.account_id}, ${m.type}, ${m.created_at}, ${m.watermarked}, ${m.exclusive}, ${m.search_id}, ${m.web_image_id}, ${m.query_url}, ${m.query_page_url}, ${m.domain},
        ${m.issue && json(m.issue)}, ${m.page_number}, ${m.credit}, ${m.image_url}, ${m.page_url}, ${m.geometry && json(m.geometry)}, ${m.mark && json(m.mark)}, ${m.press_issue_id}, ${m.outline && json(m.outline)}, ${m.capture_id}) returning id`;
    if (!row) throw new RangeError('insert returned no row');
    await sql`insert into match_media (match_id, media_id) select ${row.id}::bigint, m from unnest(${m.media_ids}::bigint[]) as m on conflict do nothing`;
    return row.id;
  },

  /** Undefined: no such match, of another account, or its media are gone. */
  async find(id: number, accountId: string): Promise<MatchRow | undefined> {
    const [row] = await sql<MatchRow>`
      select match.*, coalesce(media.ids, '[]') as media_ids from match
        cross join lateral (select json_agg(media_id order by media_id) as ids from match_media join medium on medium.id = media_id where match_id = match.id) as media
      where match.id = ${id} and account_id = ${accountId} and (media.ids is not null or web_image_id is not null or type = 'credit')`;
    return row;
  },

  async count(filter: MatchFilter): Promise<number> {
    const f = withNulls(filter);
    const [row] = await sql<{ n: number }>`
      select count(*) as n from match
      where account_id = ${f.accountId} and type = ${f.type}
        and (${f.searchId}::text is null or search_id = ${f.searchId})
        and (${f.verdict}::text is null or verdict = ${f.verdict})
        and (${f.place}::text is null or coalesce(domain, issue->>'name', (select search.name from search where search.id = search_id)) = ${f.place})
        and (${f.watermarked}::boolean is null or watermarked = ${f.watermarked}) and (${f.exclusive}::boolean is null or coalesce(exclusive, false) = ${f.exclusive})
        and (${f.from}::timestamptz is null or created_at >= ${f.from}) and (${f.to}::timestamptz is null or created_at < ${f.to})
        and (not ${f.blacklist}::boolean or not exists (
          select from blacklisted_domain as b where b.account_id = match.account_id and (b.domain = match.domain or right(match.domain, length(b.domain) + 1) = '.' || b.domain)))
        and (${f.mediaId}::bigint is null or exists (select from match_media where match_id = match.id and media_id = ${f.mediaId}))
        and (type = 'credit' or web_image_id is not null or exists (select from match_media join medium on medium.id = media_id where match_id = match.id))`;
    return row?.n ?? 0;
  },

  /** Newest first; backwards oldest first. */
  async list(filter: MatchFilter, { limit, after, backwards }: MatchSlice): Promise<MatchRow[]> {
    const f = withNulls(filter);
    const [at, id] = [after?.createdAt ?? null, after?.id ?? null];
    const rows = await sql<{ id: number }>`
      select id from match
      where account_id = ${f.accountId} and type = ${f.type}
        and (${f.searchId}::text is null or search_id = ${f.searchId})
        and (${f.verdict}::text is null or verdict = ${f.verdict})
        and (${f.place}::text is null or coalesce(domain, issue->>'name', (select search.name from search where search.id = search_id)) = ${f.place})
        and (${f.watermarked}::boolean is null or watermarked = ${f.watermarked}) and (${f.exclusive}::boolean is null or coalesce(exclusive, false) = ${f.exclusive})
        and (${f.from}::timestamptz is null or created_at >= ${f.from}) and (${f.to}::timestamptz is null or created_at < ${f.to})
        and (not ${f.blacklist}::boolean or not exists (
          select from blacklisted_domain as b where b.account_id = match.account_id and (b.domain = match.domain or right(match.domain, length(b.domain) + 1) = '.' || b.domain)))
        and (${f.mediaId}::bigint is null or exists (select from match_media where match_id = match.id and media_id = ${f.mediaId}))
        and (type = 'credit' or web_image_id is not null or exists (select from match_media join medium on medium.id = media_id where match_id = match.id))
        and (${at}::timestamptz is null or case when ${backwards}::boolean then (created_at, id) > (${at}, ${id}::bigint) else (created_at, id) < (${at}, ${id}::bigint) end)
      order by case when ${backwards}::boolean then created_at end, case when ${backwards}::boolean then id end, created_at desc, id desc limit ${limit}`;
    return this.byIds(rows.map((row) => row.id));
  },

  /** In the order of the ids given. */
  async byIds(ids: readonly number[]): Promise<MatchRow[]> {
    return sql<MatchRow>`
      select match.*, (select coalesce(json_agg(media_id order by media_id), '[]') from match_media join medium on medium.id = media_id where match_id = match.id) as media_ids
      from unnest(${ids}::bigint[]) with ordinality as wanted (id, n) join match on match.id = wanted.id order by wanted.n`;
  },

  /** Media of the account that hold bytes, by id. */
  async registered(accountId: string, ids: readonly number[]): Promise<ReadonlyMap<number, RegisteredMedium>> {
    const rows = await sql<RegisteredMedium>`
      select id, type, sha256, bytes, width, height, exclusive, created_at, preview, preview_width, preview_height, thumbnail
      from medium where account_id = ${accountId} and id = any(${ids}::bigint[]) and sha256 is not null`;
    return new Map(rows.map((row) => [row.id, row]));
  },

  /** Call it in the transaction that gives media other bytes: what was found is of the old ones. */
  async forgetMedia(mediaIds: readonly number[]): Promise<void> {
    await sql`delete from match_media where media_id = any(${mediaIds}::bigint[])`;
  },
});

const NOTHING = {
  watermarked: false, exclusive: null, search_id: null, web_image_id: null, query_url: null, query_page_url: null, domain: null, issue: null, page_number: null,
  credit: null, image_url: null, page_url: null, geometry: null, mark: null, press_issue_id: null, outline: null, capture_id: null,
} as const satisfies Omit<MatchRow, 'id' | 'verdict' | 'account_id' | 'type' | 'created_at' | 'media_ids'>;

export function withNulls({ accountId, type, searchId, mediaId, watermarked, exclusive, span = {}, blacklist = false, verdict, place }: MatchFilter) {
  return {
    accountId, type, blacklist, verdict: verdict ?? null, place: place ?? null,
    searchId: searchId ?? null, mediaId: mediaId ?? null, watermarked: watermarked ?? null, exclusive: exclusive ?? null, from: span.from ?? null, to: span.to ?? null,
  };
}
