/** What a crawl saw when it found a match: the exchanges of page and image, their bytes, and a picture of the page. */
import type { Exchange } from './frontier.ts';
import { json, type Sql } from './sql.ts';

/** A request and its answer, the body by its hash. */
export interface CapturedExchange {
  readonly url: string;
  /** RFC 3339. */
  readonly fetchedAt: string;
  readonly requestHeaders: Exchange['request_headers'];
  readonly status: number;
  readonly responseHeaders: Exchange['response_headers'];
  /** Of the body; null: there was none. */
  readonly sha256: string | null;
}

export interface CaptureRow {
  readonly id: number;
  readonly account_id: string;
  readonly session_id: number | null;
  readonly cycle: number;
  /** The page, where its answer was kept (twice where it had not changed: as an earlier crawl had it, and that it had not), then the image. */
  readonly exchanges: readonly CapturedExchange[];
  readonly image_sha256: string;
  /** px as stored. */
  readonly width: number;
  readonly height: number;
  readonly screenshot_sha256: string | null;
  readonly screenshot_at: Date | null;
  readonly screenshot_problem: string | null;
  readonly software: string;
  readonly created_at: Date;
}

export type NewCapture = Pick<CaptureRow, 'account_id' | 'session_id' | 'cycle' | 'exchanges' | 'image_sha256' | 'width' | 'height' | 'software' | 'created_at'>;

export const captureQueries = (sql: Sql) => ({
  /** Run it in a transaction. */
  async insert(capture: NewCapture): Promise<number> {
    const [row] = await sql<{ id: number }>`
      insert into capture (account_id, session_id, cycle, exchanges, image_sha256, width, height, software, created_at)
      values (${capture.account_id}, ${capture.session_id}, ${capture.cycle}, ${json(capture.exchanges)}, ${capture.image_sha256}, ${capture.width}, ${capture.height}, ${capture.software}, ${capture.created_at}) returning id`;
    if (!row) throw new RangeError('insert returned no row');
    await keep(sql, row.id, [capture.image_sha256, ...capture.exchanges.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]))]);
    return row.id;
  },

  async find(id: number, accountId: string): Promise<CaptureRow | undefined> {
    const [row] = await sql<CaptureRow>`select * from capture where id = ${id} and account_id = ${accountId}`;
    return row;
  },

  /** Of the account, by id. */
  async byIds(accountId: string, ids: readonly number[]): Promise<ReadonlyMap<number, CaptureRow>> {
    const rows = await sql<CaptureRow>`select * from capture where account_id = ${accountId} and id = any(${ids}::bigint[])`;
    return new Map(rows.map((row) => [row.id, row]));
  },

  /** Those of a crawl whose page is still to be pictured, in the order they were made. */
  async withoutScreenshot(sessionId: number, cycle: number): Promise<CaptureRow[]> {
    return sql<CaptureRow>`select * from capture where session_id = ${sessionId} and cycle = ${cycle} and screenshot_sha256 is null and screenshot_problem is null order by id`; // capture_session_id_idx
  },

  /** Run it in a transaction. The same picture for all captures of one page. */
  async setScreenshot(ids: readonly number[], sha256: string, now: Date): Promise<void> {
    await sql`update capture set screenshot_sha256 = ${sha256}, screenshot_at = ${now} where id = any(${ids}::bigint[])`;
    for (const id of ids) await keep(sql, id, [sha256]);
  },

  async setScreenshotProblem(ids: readonly number[], problem: string): Promise<void> {
    await sql`update capture set screenshot_problem = ${problem} where id = any(${ids}::bigint[])`;
  },
});

async function keep(sql: Sql, id: number, sha256s: readonly string[]): Promise<void> {
  await sql`insert into capture_blob (capture_id, sha256) select ${id}::bigint, s from unnest(${sha256s}::text[]) as s on conflict do nothing`;
}
