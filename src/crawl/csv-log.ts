/** The gzipped CSV log of one kind of finds. */
import { gzipSync } from 'node:zlib';
import { toCsv } from '../core/csv.ts';
import type { FrontierRow } from '../store/frontier.ts';

const COLUMNS = ['url', 'page_url', 'crawl_date', 'status', 'content_type', 'bytes', 'md5', 'width', 'height'] as const;

/** A row an address, also those without an answer, whose status is then the reason. */
export function csvLog(rows: readonly FrontierRow[]): Uint8Array {
  return gzipSync(toCsv(COLUMNS, rows.map((row) => [
    row.url, row.page_url, (row.fetched_at ?? row.found_at).toISOString(), row.problem ?? row.status, row.content_type, row.bytes, row.md5, row.width, row.height,
  ])));
}
