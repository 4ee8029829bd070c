/** Bulk enrolments: what was sent, what became of each file, how far it is. */
import { NotFoundError } from '../core/errors.ts';
import type { ReferenceSource } from '../core/reference.ts';
import { json, type Sql } from './sql.ts';

export type IngestState = 'queued' | 'running' | 'finished' | 'failed' | 'cancelled';

export interface IngestRow {
  readonly id: string;
  readonly account_id: string | null;
  readonly name: string;
  readonly state: IngestState;
  /** Said of all of it. */
  readonly source: Pick<ReferenceSource, 'title' | 'doi' | 'licence' | 'collection'>;
  /** Look at past scans again, once it has ended. */
  readonly recheck: boolean;
  /** Scans looked at again, and those of them that were started anew. */
  readonly rechecked: number;
  readonly reopened: number;
  /** Files, archives opened; null: not counted yet. */
  readonly total: number | null;
  readonly enrolled: number;
  readonly known: number;
  readonly skipped: number;
  readonly images: number;
  readonly problem: { readonly code: string; readonly message: string } | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

export interface IngestFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface FileOutcome {
  readonly key: string;
  readonly name: string;
  readonly outcome: 'enrolled' | 'known' | 'skipped';
  /** Images enrolled. */
  readonly images: number;
  readonly reason?: string;
}

type NewIngest = Pick<IngestRow, 'id' | 'account_id' | 'name' | 'source' | 'recheck' | 'created_at'>;

export const referenceIngestQueries = (sql: Sql) => ({
  async insert({ id, account_id, name, source, recheck, created_at }: NewIngest, files: readonly IngestFile[]): Promise<void> {
    await sql`
      insert into reference_ingest (id, account_id, name, state, source, recheck, created_at)
      values (${id}, ${account_id}, ${name}, 'queued', ${json(source)}, ${recheck}, ${created_at})`;
    await sql`
      insert into reference_ingest_file (ingest_id, number, name, sha256, bytes)
      select ${id}, number, name, sha256, bytes
      from unnest(${files.map((file) => file.name)}::text[], ${files.map((file) => file.sha256)}::text[], ${files.map((file) => file.bytes)}::bigint[])
        with ordinality as f(name, sha256, bytes, number)`;
  },

  /** @throws {NotFoundError} */
  async get(id: string): Promise<IngestRow> {
    const [row] = await sql<IngestRow>`select * from reference_ingest where id = ${id}`;
    if (!row) throw new NotFoundError('not-found', 'there is no ingest with this id', { id });
    return row;
  },

  /** Newest first. */
  async list(limit: number): Promise<IngestRow[]> {
    return sql<IngestRow>`select * from reference_ingest order by created_at desc, id desc limit ${limit}`;
  },

  /** In the order they were sent. */
  async files(id: string): Promise<IngestFile[]> {
    return sql<IngestFile>`select name, sha256, bytes from reference_ingest_file where ingest_id = ${id} order by number`;
  },

  /** Keys of the files that are done. */
  async done(id: string): Promise<ReadonlySet<string>> {
    const rows = await sql<{ key: string }>`select key from reference_ingest_log where ingest_id = ${id}`;
    return new Set(rows.map(({ key }) => key));
  },

  /** Files that were skipped, and why, by name. */
  async skips(id: string, limit: number): Promise<{ readonly name: string; readonly reason: string }[]> {
    return sql`select name, coalesce(reason, '') as reason from reference_ingest_log where ingest_id = ${id} and outcome = 'skipped' order by name limit ${limit}`;
  },

  /** Marks it running and gives it; undefined when it was cancelled, deleted or has ended. */
  async start(id: string): Promise<IngestRow | undefined> {
    const [row] = await sql<IngestRow>`update reference_ingest set state = 'running' where id = ${id} and state in ('queued', 'running') returning *`;
    return row;
  },

  async isRunning(id: string): Promise<boolean> {
    const rows = await sql`select from reference_ingest where id = ${id} and state = 'running'`;
    return rows.length > 0;
  },

  async count(id: string, total: number): Promise<void> {
    await sql`update reference_ingest set total = ${total} where id = ${id} and state = 'running'`;
  },

  /** Run it in the transaction of what the file enrolled. False: it was cancelled meanwhile, and nothing may be kept. */
  async note(id: string, { key, name, outcome, images, reason }: FileOutcome): Promise<boolean> {
    const running = await sql`select from reference_ingest where id = ${id} and state = 'running' for update`;
    if (running.length === 0) return false;
    await sql`
      with written as (
        insert into reference_ingest_log (ingest_id, key, name, outcome, reason) values (${id}, ${key}, ${name}, ${outcome}, ${reason ?? null}) on conflict do nothing returning outcome
      )
      update reference_ingest set images = images + ${images}, enrolled = enrolled + (w.outcome = 'enrolled')::int, known = known + (w.outcome = 'known')::int,
        skipped = skipped + (w.outcome = 'skipped')::int
      from written as w where id = ${id}`;
    return true;
  },

  /** Ends it, and what was sent is no longer needed. Run it in a transaction. False when it had ended before. */
  async end(id: string, state: 'finished' | 'failed' | 'cancelled', problem: IngestRow['problem'], now: Date): Promise<boolean> {
    const rows = await sql`
      update reference_ingest set state = ${state}, problem = ${problem === null ? null : json(problem)}, finished_at = ${now} where id = ${id} and state in ('queued', 'running') returning id`;
    if (rows.length > 0) await sql`delete from reference_ingest_file where ingest_id = ${id}`;
    return rows.length > 0;
  },

  async addRechecked(id: string, reopened: boolean): Promise<void> {
    await sql`update reference_ingest set rechecked = rechecked + 1, reopened = reopened + ${reopened ? 1 : 0} where id = ${id}`;
  },

  /** Only the record; what it enrolled stays. */
  async delete(id: string): Promise<void> {
    await sql`delete from reference_ingest where id = ${id}`;
  },
});
