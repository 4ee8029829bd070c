/** The gzipped CSV log of one kind of finds. */
import { gzipSync } from 'node:zlib';
import type { FrontierRow } from '../store/frontier.ts';

const COLUMNS = ['url', 'page_url', 'crawl_date', 'status', 'content_type', 'bytes', 'md5', 'width', 'height'] as const;

/** RFC 4180 with CRLF; a row an address, also those without an answer, whose status is then the reason. */
export function csvLog(rows: readonly FrontierRow[]): Uint8Array {
  const lines = rows.map((row) => [
    row.url, row.page_url, (row.fetched_at ?? row.found_at).toISOString(), row.problem ?? String(row.status ?? ''), row.content_type, row.bytes, row.md5, row.width, row.height,
  ].map((value) => cell(value === null ? '' : String(value))).join(','));
  return gzipSync([COLUMNS.join(','), ...lines, ''].join('\r\n'));
}

/** A spreadsheet would run a cell that begins like a formula; a leading apostrophe keeps it text. */
function cell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return guarded !== text || /[",\r\n]/.test(text) ? `"${guarded.replaceAll('"', '""')}"` : text;
}
