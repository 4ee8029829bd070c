/** Which blobs are kept, and which nobody needs any more. */
import type { Sql } from './sql.ts';

/** ms that an unused blob stays, so that a submission that is just writing it never loses it. */
const GRACE = 3_600_000;

export const blobQueries = (sql: Sql) => ({
  /** Call this before the bytes are written. */
  async touch(sha256s: readonly string[], now: Date): Promise<void> {
    await sql`
      insert into blob (sha256, touched_at) select distinct s, ${now}::timestamptz from unnest(${sha256s}::text[]) as s
      on conflict (sha256) do update set touched_at = greatest(blob.touched_at, excluded.touched_at)`;
  },

  /** Forgets blobs without a use and gives their names: the caller deletes the bytes. */
  async takeUnused(now: Date): Promise<string[]> {
    const rows = await sql<{ sha256: string }>`
      delete from blob where touched_at < ${new Date(now.getTime() - GRACE)}
        and not exists (select from blob_use where blob_use.sha256 = blob.sha256)
        and not exists (select from static_link where static_link.sha256 = blob.sha256)
        and not exists (select from medium where medium.sha256 = blob.sha256)
        and not exists (select from press_issue where press_issue.sha256 = blob.sha256)
        and not exists (select from capture_blob where capture_blob.sha256 = blob.sha256)
        and not exists (select from match_proof where match_proof.sha256 = blob.sha256)
        and not exists (select from leak where leak.sha256 = blob.sha256)
        and not exists (select from mark_original as o where blob.sha256 in (o.thumb_sha256, o.preview->>'sha256', o.thumbnail->>'sha256'))
        and not exists (select from reference_ingest_file where reference_ingest_file.sha256 = blob.sha256)
        and not exists (select from crawl_url where crawl_url.sha256 = blob.sha256 and kind = 'image') returning sha256`;
    return rows.map(({ sha256 }) => sha256);
  },
});
