/** Crawling sessions and the batch of each of their crawls. */
import { json, type Sql } from './sql.ts';

export type CrawlState = 'pending' | 'running' | 'failed' | 'done' | 'paused';

export interface CrawlSessionRow {
  readonly id: number;
  readonly account_id: string;
  readonly start_urls: readonly string[];
  readonly domain: string;
  readonly state: CrawlState;
  readonly cycle_count: number;
  /** s. */
  readonly crawl_delay: number;
  readonly download_delay: number;
  readonly download_timeout: number;
  readonly search: boolean;
  /** Pages are drawn by a browser. */
  readonly render: boolean;
  /** Of the running crawl; by which browser, null: none was had. */
  readonly rendered_pages: number;
  readonly rendered_by: string | null;
  readonly worked_ms: number;
  readonly received_bytes: number;
  /** Counts who took up the crawl; the last one works on it. */
  readonly holder: number;
  readonly repeat_after: number | null;
  readonly next_at: Date | null;
  readonly ctime: Date;
  readonly mtime: Date;
  readonly stime: Date;
}

export type NewCrawlSession = Pick<CrawlSessionRow, 'account_id' | 'start_urls' | 'domain' | 'crawl_delay' | 'download_delay' | 'download_timeout' | 'search' | 'render'>;
/** A crawl and who works on it. */
type Held = Pick<CrawlSessionRow, 'id' | 'holder'>;
export type CrawlSettings = Pick<CrawlSessionRow, 'crawl_delay' | 'download_delay' | 'download_timeout' | 'search' | 'render' | 'repeat_after'>;

/** Ids of static links. */
export interface BatchPart { readonly count: number; readonly log?: number; readonly tar?: number; readonly warc?: number }
export interface BatchContents { readonly images: BatchPart; readonly videos: BatchPart; readonly documents: BatchPart; readonly pages: BatchPart }

export interface CrawlBatchRow {
  readonly id: number;
  readonly account_id: string;
  readonly session_id: number;
  readonly cycle: number;
  readonly ctime: Date;
  readonly contents: BatchContents;
  /** Null: pages were not to be drawn. */
  readonly rendering: { readonly browser: string | null; readonly pages: number } | null;
}

export interface CrawlFilter {
  readonly accountId: string;
  readonly sessionId?: number;
  /** `ctime` in [from, to). */
  readonly span?: { readonly from?: Date; readonly to?: Date };
}

export interface CrawlSlice {
  readonly limit: number;
  readonly after?: { readonly ctime: Date; readonly id: number };
  readonly backwards: boolean;
}

export const crawlQueries = (sql: Sql) => ({
  async insert(session: NewCrawlSession, now: Date): Promise<CrawlSessionRow> {
    const [row] = await sql<CrawlSessionRow>`
      insert into crawl_session (account_id, start_urls, domain, state, crawl_delay, download_delay, download_timeout, search, render, ctime, mtime, stime)
      values (${session.account_id}, ${session.start_urls}, ${session.domain}, 'pending', ${session.crawl_delay}, ${session.download_delay}, ${session.download_timeout}, ${session.search}, ${session.render}, ${now}, ${now}, ${now})
      returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return row;
  },

  /** Undefined: none, or of another account. */
  async find(id: number, accountId?: string): Promise<CrawlSessionRow | undefined> {
    const [row] = await sql<CrawlSessionRow>`select * from crawl_session where id = ${id} and (${accountId ?? null}::text is null or account_id = ${accountId ?? null})`;
    return row;
  },

  async remove(id: number, accountId: string): Promise<boolean> {
    return (await sql`delete from crawl_session where id = ${id} and account_id = ${accountId} returning id`).length > 0;
  },

  async configure(id: number, accountId: string, s: CrawlSettings, now: Date): Promise<CrawlSessionRow | undefined> {
    const [row] = await sql<CrawlSessionRow>`
      update crawl_session set crawl_delay = ${s.crawl_delay}, download_delay = ${s.download_delay}, download_timeout = ${s.download_timeout}, search = ${s.search}, render = ${s.render}, repeat_after = ${s.repeat_after},
        next_at = case when ${s.repeat_after}::integer is null then null when state in ('done', 'failed') then ${now}::timestamptz + make_interval(secs => ${s.repeat_after}) else next_at end
      where id = ${id} and account_id = ${accountId} returning *`;
    return row;
  },

  /** False: not in one of these states, or gone. */
  async move(id: number, from: readonly CrawlState[], to: CrawlState): Promise<boolean> {
    return (await sql`update crawl_session set state = ${to} where id = ${id} and state = any(${from}::text[]) returning id`).length > 0;
  },

  /** A worker takes up the crawl, first or again after a stop. Undefined: it is paused, over, or gone. */
  async begin(id: number, cycle: number, now: Date): Promise<CrawlSessionRow | undefined> {
    const [row] = await sql<CrawlSessionRow>`
      update crawl_session set state = 'running', holder = holder + 1, stime = case when worked_ms = 0 then ${now} else stime end, mtime = ${now}, next_at = null
      where id = ${id} and cycle_count = ${cycle} and state in ('pending', 'running') returning *`;
    return row;
  },

  /** The next crawl of a session whose last one is over. Undefined: one is running. */
  async beginCycle(id: number, accountId: string | undefined, now: Date): Promise<CrawlSessionRow | undefined> {
    const [row] = await sql<CrawlSessionRow>`
      update crawl_session set state = 'pending', cycle_count = cycle_count + 1, rendered_pages = 0, rendered_by = null, worked_ms = 0, received_bytes = 0, stime = ${now}, mtime = ${now}, next_at = null
      where id = ${id} and (${accountId ?? null}::text is null or account_id = ${accountId ?? null}) and state in ('done', 'failed') returning *`;
    return row;
  },

  /** Adds to what the running crawl has used; gives its state, undefined when it is gone or another took it up. */
  async spend({ id, holder }: Held, ms: number, bytes: number): Promise<CrawlSessionRow | undefined> {
    const [row] = await sql<CrawlSessionRow>`
      update crawl_session set worked_ms = worked_ms + ${Math.round(ms)}, received_bytes = received_bytes + ${bytes} where id = ${id} and holder = ${holder} returning *`;
    return row;
  },

  async rendered(id: number, by: string): Promise<void> {
    await sql`update crawl_session set rendered_pages = rendered_pages + 1, rendered_by = ${by} where id = ${id}`;
  },

  async moveTo(id: number, domain: string): Promise<void> {
    await sql`update crawl_session set domain = ${domain} where id = ${id}`;
  },

  async setStartUrls(id: number, urls: readonly string[]): Promise<void> {
    await sql`update crawl_session set start_urls = ${urls} where id = ${id}`;
  },

  /** Call it in the transaction that keeps the batch. False: it was paused or deleted, or another took it up. */
  async finish({ id, holder }: Held, state: 'done' | 'failed', now: Date): Promise<boolean> {
    const rows = await sql`
      update crawl_session set state = ${state}, mtime = ${now}, next_at = case when repeat_after is null then null else ${now}::timestamptz + make_interval(secs => repeat_after) end
      where id = ${id} and holder = ${holder} and state = 'running' returning id`;
    return rows.length > 0;
  },

  /** Sessions whose time to be crawled again has come. */
  async due(now: Date): Promise<number[]> {
    return (await sql<{ id: number }>`select id from crawl_session where next_at <= ${now} and state in ('done', 'failed') order by next_at limit 100`).map(({ id }) => id); // crawl_session_next_at_idx
  },

  async count({ accountId, span = {} }: CrawlFilter): Promise<number> {
    const [row] = await sql<{ n: number }>`
      select count(*) as n from crawl_session where account_id = ${accountId}
        and (${span.from ?? null}::timestamptz is null or ctime >= ${span.from ?? null}) and (${span.to ?? null}::timestamptz is null or ctime < ${span.to ?? null})`;
    return row?.n ?? 0;
  },

  /** Newest first; backwards oldest first. */
  async list({ accountId, span = {} }: CrawlFilter, { limit, after, backwards }: CrawlSlice): Promise<CrawlSessionRow[]> {
    const [at, id] = [after?.ctime ?? null, after?.id ?? null];
    return sql<CrawlSessionRow>`
      select * from crawl_session where account_id = ${accountId}
        and (${span.from ?? null}::timestamptz is null or ctime >= ${span.from ?? null}) and (${span.to ?? null}::timestamptz is null or ctime < ${span.to ?? null})
        and (${at}::timestamptz is null or case when ${backwards}::boolean then (ctime, id) > (${at}, ${id}::bigint) else (ctime, id) < (${at}, ${id}::bigint) end)
      order by case when ${backwards}::boolean then ctime end, case when ${backwards}::boolean then id end, ctime desc, id desc limit ${limit}`;
  },
});

export const batchQueries = (sql: Sql) => ({
  /** Once for each crawl: a second call changes nothing. */
  async insert(batch: Omit<CrawlBatchRow, 'id'>): Promise<void> {
    await sql`
      insert into crawl_batch (account_id, session_id, cycle, ctime, contents, rendering)
      values (${batch.account_id}, ${batch.session_id}, ${batch.cycle}, ${batch.ctime}, ${json(batch.contents)}, ${batch.rendering && json(batch.rendering)}) on conflict do nothing`;
  },

  async find(id: number, accountId: string): Promise<CrawlBatchRow | undefined> {
    const [row] = await sql<CrawlBatchRow>`select * from crawl_batch where id = ${id} and account_id = ${accountId}`;
    return row;
  },

  /** Static links of all batches of a session: to be deleted with it. */
  async linksOf(sessionId: number): Promise<number[]> {
    const rows = await sql<{ id: number }>`
      select entry.link::bigint as id from crawl_batch, jsonb_each(contents) as part (kind, files), jsonb_each_text(part.files) as entry (use, link)
      where session_id = ${sessionId} and entry.use in ('log', 'tar', 'warc')`;
    return rows.map(({ id }) => id);
  },

  async count({ accountId, sessionId, span = {} }: CrawlFilter): Promise<number> {
    const [row] = await sql<{ n: number }>`
      select count(*) as n from crawl_batch where account_id = ${accountId} and (${sessionId ?? null}::bigint is null or session_id = ${sessionId ?? null})
        and (${span.from ?? null}::timestamptz is null or ctime >= ${span.from ?? null}) and (${span.to ?? null}::timestamptz is null or ctime < ${span.to ?? null})`;
    return row?.n ?? 0;
  },

  async list({ accountId, sessionId, span = {} }: CrawlFilter, { limit, after, backwards }: CrawlSlice): Promise<CrawlBatchRow[]> {
    const [at, id] = [after?.ctime ?? null, after?.id ?? null];
    return sql<CrawlBatchRow>`
      select * from crawl_batch where account_id = ${accountId} and (${sessionId ?? null}::bigint is null or session_id = ${sessionId ?? null})
        and (${span.from ?? null}::timestamptz is null or ctime >= ${span.from ?? null}) and (${span.to ?? null}::timestamptz is null or ctime < ${span.to ?? null})
        and (${at}::timestamptz is null or case when ${backwards}::boolean then (ctime, id) > (${at}, ${id}::bigint) else (ctime, id) < (${at}, ${id}::bigint) end)
      order by case when ${backwards}::boolean then ctime end, case when ${backwards}::boolean then id end, ctime desc, id desc limit ${limit}`;
  },
});
