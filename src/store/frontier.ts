/** The addresses a crawling session knows, and how far each crawl is with them. */
import { json, type Sql } from './sql.ts';

export interface FrontierRow {
  readonly id: number;
  readonly session_id: number;
  readonly url: string;
  readonly kind: 'page' | 'image' | 'video' | 'document' | 'style' | 'sitemap';
  readonly depth: number;
  readonly redirects: number;
  readonly page_url: string;
  readonly cycle: number;
  readonly attempts: number;
  readonly found_at: Date;
  readonly fetched_at: Date | null;
  readonly status: number | null;
  readonly problem: string | null;
  readonly content_type: string | null;
  readonly bytes: number | null;
  readonly md5: string | null;
  readonly sha256: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly matches: readonly StoredMatch[] | null;
}

/** What the search for an image found, kept so that the same bytes are not searched again. */
export interface StoredMatch { readonly mediaIds: readonly number[]; readonly exclusive: boolean | null; readonly geometry: unknown; readonly mark: unknown }

export type NewUrl = Pick<FrontierRow, 'url' | 'kind' | 'depth' | 'redirects' | 'page_url'>;
/** What a visit changes. Absent: as it was. */
export type Visit = Partial<Pick<FrontierRow, 'kind' | 'status' | 'problem' | 'content_type' | 'bytes' | 'md5' | 'sha256' | 'width' | 'height' | 'etag' | 'last_modified' | 'matches'>>;

export interface Exchange {
  readonly url: string;
  readonly fetched_at: Date;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly response_headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
}

export const frontierQueries = (sql: Sql) => ({
  /** New ones only, and only while the session knows fewer than `maxUrls`. */
  async add(sessionId: number, urls: readonly NewUrl[], maxUrls: number, now: Date): Promise<void> {
    if (urls.length === 0) return;
    await sql`
      insert into crawl_url (session_id, url, kind, depth, redirects, page_url, found_at)
      select ${sessionId}::bigint, u.url, u.kind, u.depth, u.redirects, u.page_url, ${now}::timestamptz
      from jsonb_to_recordset(${json(urls)}::jsonb) as u (url text, kind text, depth integer, redirects integer, page_url text)
      where (select count(*) from crawl_url where session_id = ${sessionId}) < ${maxUrls}
      on conflict do nothing`;
  },

  /** Those the crawl is not done with and that may be asked for now: nearest to the start first, pages before what they show. */
  async open(sessionId: number, cycle: number, limit: number, now: Date): Promise<FrontierRow[]> {
    return sql<FrontierRow>`
      select * from crawl_url where session_id = ${sessionId} and cycle < ${cycle} and (not_before is null or not_before <= ${now})
      order by depth, id limit ${limit}`; // crawl_url_session_id_cycle_idx
  },

  /** When the first of those that must wait may be asked for; undefined: none waits. */
  async waitUntil(sessionId: number, cycle: number): Promise<Date | undefined> {
    const [row] = await sql<{ at: Date | null }>`select min(coalesce(not_before, '-infinity'::timestamptz)) as at from crawl_url where session_id = ${sessionId} and cycle < ${cycle} and not_before is not null`;
    return row?.at ?? undefined;
  },

  /** Locks it until the transaction ends. False: the crawl is done with it already, or it is gone. */
  async claim(id: number, cycle: number): Promise<boolean> {
    return (await sql`select from crawl_url where id = ${id} and cycle < ${cycle} for update`).length > 0;
  },

  /** The crawl is done with it. */
  async visited(id: number, cycle: number, visit: Visit, now: Date): Promise<void> {
    const v = { kind: null, status: null, content_type: null, bytes: null, md5: null, sha256: null, width: null, height: null, etag: null, last_modified: null, matches: null, ...visit };
    await sql`
      update crawl_url set cycle = ${cycle}, attempts = 0, not_before = null, fetched_at = ${now}, problem = ${visit.problem ?? null},
        kind = coalesce(${v.kind}, kind), status = case when ${visit.problem ?? null}::text is null then coalesce(${v.status}::integer, status) else ${v.status} end, content_type = coalesce(${v.content_type}, content_type), bytes = coalesce(${v.bytes}, bytes),
        md5 = coalesce(${v.md5}, md5), sha256 = coalesce(${v.sha256}, sha256), width = coalesce(${v.width}, width), height = coalesce(${v.height}, height),
        etag = coalesce(${v.etag}, etag), last_modified = coalesce(${v.last_modified}, last_modified), matches = coalesce(${v.matches && json(v.matches)}::jsonb, matches)
      where id = ${id}`;
  },

  /** To be asked for again, not before `at`. */
  async postpone(id: number, at: Date): Promise<void> {
    await sql`update crawl_url set attempts = attempts + 1, not_before = ${at} where id = ${id}`;
  },

  /** Bytes of an image of the session that were kept. */
  async bytesOf(sessionId: number, url: string): Promise<{ readonly sha256: string; readonly content_type: string } | undefined> {
    const [row] = await sql<{ sha256: string; content_type: string }>`
      select sha256, content_type from crawl_url where session_id = ${sessionId} and md5(url) = md5(${url}) and url = ${url} and kind = 'image' and problem is null and sha256 is not null and content_type is not null`; // crawl_url_session_id_url_key
    return row;
  },

  /** An address of the session with the same bytes that was searched. */
  async searched(sessionId: number, sha256: string): Promise<readonly StoredMatch[] | undefined> {
    const [row] = await sql<Pick<FrontierRow, 'matches'>>`
      select matches from crawl_url where session_id = ${sessionId} and sha256 = ${sha256} and matches is not null order by id limit 1`; // crawl_url_sha256_idx
    return row?.matches ?? undefined;
  },

  /** What a crawl was done with, by kind, in the order found. */
  async of(sessionId: number, cycle: number, kinds: readonly FrontierRow['kind'][]): Promise<FrontierRow[]> {
    return sql<FrontierRow>`select * from crawl_url where session_id = ${sessionId} and cycle = ${cycle} and kind = any(${kinds}::text[]) order by id`;
  },

  /** Addresses by what became of them in this crawl: how far it is. */
  async progress(sessionId: number, cycle: number): Promise<{ readonly done: number; readonly open: number; readonly pages: number; readonly images: number }> {
    const [row] = await sql<{ done: number; open: number; pages: number; images: number }>`
      select count(*) filter (where cycle = ${cycle}) as done, count(*) filter (where cycle < ${cycle}) as open,
        count(*) filter (where cycle = ${cycle} and kind = 'page' and status < 400) as pages, count(*) filter (where cycle = ${cycle} and kind = 'image' and status < 400) as images
      from crawl_url where session_id = ${sessionId}`;
    return row ?? { done: 0, open: 0, pages: 0, images: 0 };
  },

  async keepExchange(sessionId: number, cycle: number, e: Exchange): Promise<void> {
    await sql`
      insert into crawl_exchange (session_id, cycle, url, fetched_at, request_headers, status, response_headers, body)
      values (${sessionId}, ${cycle}, ${e.url}, ${e.fetched_at}, ${json(e.request_headers)}, ${e.status}, ${json(e.response_headers)}, ${Buffer.from(e.body)})`;
  },

  async exchanges(sessionId: number, cycle: number, afterId: number, limit: number): Promise<(Exchange & { readonly id: number })[]> {
    return sql<Exchange & { id: number }>`select * from crawl_exchange where session_id = ${sessionId} and cycle = ${cycle} and id > ${afterId} order by id limit ${limit}`; // crawl_exchange_session_id_idx
  },

  /** Of one address: the newest in this crawl that has a body, else the newest. */
  async exchangeOf(sessionId: number, cycle: number, url: string): Promise<Exchange | undefined> {
    const [row] = await sql<Exchange>`
      select * from crawl_exchange where session_id = ${sessionId} and cycle = ${cycle} and url = ${url} order by (status = 200) desc, id desc limit 1`; // crawl_exchange_session_id_idx
    return row;
  },

  async forgetExchanges(sessionId: number, cycle: number): Promise<void> {
    await sql`delete from crawl_exchange where session_id = ${sessionId} and cycle <= ${cycle}`;
  },
});
