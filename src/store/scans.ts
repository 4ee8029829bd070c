/** Scans: what was asked, how far it is, how it ended. */
import type { Evidence } from '../core/evidence.ts';
import { NotFoundError } from '../core/errors.ts';
import type { Panel, SubmittedFile } from '../core/media.ts';
import { json, type Sql } from './sql.ts';

export type ScanState = 'queued' | 'running' | 'finished' | 'failed' | 'cancelled';

export interface ScanProgress {
  readonly stage: 'queued' | 'reading' | 'panels' | 'copy-move' | 'matching' | 'verifying' | 'keeping';
  readonly done: number;
  readonly total: number;
  /** In [0, 1]. */
  readonly overall: number;
}

export const QUEUED: ScanProgress = { stage: 'queued', done: 0, total: 1, overall: 0 };

export interface ScanRow {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly state: ScanState;
  readonly progress: ScanProgress;
  readonly problem: { readonly code: string; readonly message: string } | null;
  readonly min_score: number;
  readonly exclude_identical_paper: boolean;
  readonly callback_url: string | null;
  readonly api_scan: boolean;
  readonly free_of_charge: boolean;
  readonly share_hash: string;
  readonly files: readonly SubmittedFile[];
  readonly panels: readonly Panel[] | null;
  readonly run: number;
  /** How often work on this run began; more than once when the process died or was stopped meanwhile. */
  readonly starts: number;
  readonly counts: { readonly low: number; readonly fair: number; readonly high: number };
  readonly highest_score: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly expires_at: Date;
}

/** What is given when a scan is made; the rest has its default. */
export type NewScan = Pick<ScanRow,
  'id' | 'account_id' | 'name' | 'min_score' | 'exclude_identical_paper' | 'callback_url' | 'api_scan' | 'free_of_charge' | 'share_hash' | 'files' | 'created_at' | 'expires_at'>;

export interface ListOptions {
  readonly limit: number;
  /** Part of the name, any case. */
  readonly q?: string;
  /** Continue after this scan. */
  readonly after?: { readonly createdAt: Date; readonly id: string };
}

export interface StoredEvidence {
  readonly sha256: string;
  /** The exact text that the hash is of. */
  readonly text: string;
}

export const scanQueries = (sql: Sql) => ({
  /** Also notes which blobs the scan needs. */
  async insert(scan: NewScan): Promise<void> {
    await sql`
      insert into scan (id, account_id, name, state, progress, min_score, exclude_identical_paper, callback_url, api_scan, free_of_charge,
        share_hash, files, created_at, expires_at)
      values (${scan.id}, ${scan.account_id}, ${scan.name}, 'queued', ${json(QUEUED)}, ${scan.min_score}, ${scan.exclude_identical_paper},
        ${scan.callback_url}, ${scan.api_scan}, ${scan.free_of_charge}, ${scan.share_hash}, ${json(scan.files)}, ${scan.created_at}, ${scan.expires_at})`;
    await this.useBlobs(scan.id, scan.files.map(({ sha256 }) => sha256));
  },

  async useBlobs(id: string, sha256s: readonly string[]): Promise<void> {
    await sql`insert into blob_use (sha256, scan_id) select distinct s, ${id} from unnest(${sha256s}::text[]) as s on conflict do nothing`;
  },

  /** @throws {NotFoundError} no such scan, or past its retention. */
  async get(id: string, now: Date): Promise<ScanRow> {
    const [row] = await sql<ScanRow>`select * from scan where id = ${id} and expires_at > ${now}`;
    if (!row) throw new NotFoundError('scan/not-found', 'there is no scan with this id', { id });
    return row;
  },

  async findByShareHash(hash: string): Promise<ScanRow | undefined> {
    const [row] = await sql<ScanRow>`select * from scan where share_hash = ${hash}`; // scan_share_hash_key
    return row;
  },

  async list(accountId: string, now: Date, { limit, q, after }: ListOptions): Promise<ScanRow[]> {
    const pattern = q ? `%${q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
    return sql<ScanRow>`
      select * from scan
      where account_id = ${accountId} and expires_at > ${now} and (${pattern}::text is null or name ilike ${pattern})
        and (${after?.createdAt ?? null}::timestamptz is null or (date_trunc('milliseconds', created_at), id) < (${after?.createdAt ?? null}, ${after?.id ?? null}))
      order by date_trunc('milliseconds', created_at) desc, id desc limit ${limit}`;
  },

  async count(accountId: string, now: Date): Promise<number> {
    const [row] = await sql<{ n: number }>`select count(*) as n from scan where account_id = ${accountId} and expires_at > ${now}`;
    return row?.n ?? 0;
  },

  /** All scans of a team made in [from, to), oldest first, with the e-mail of who made them. */
  async overview(team: string, from: Date, to: Date): Promise<(ScanRow & { readonly email: string })[]> {
    return sql`
      select scan.*, account.email from scan join account on account.id = scan.account_id
      where account.team = ${team} and scan.created_at >= ${from} and scan.created_at < ${to}
      order by scan.created_at, scan.id`;
  },

  /** Marks it running; false when it was cancelled, deleted or finished meanwhile. */
  async start(id: string, run: number, now: Date): Promise<boolean> {
    const rows = await sql`
      update scan set state = 'running', started_at = coalesce(started_at, ${now}), starts = starts + 1 where id = ${id} and run = ${run} and state in ('queued', 'running') returning id`;
    return rows.length > 0;
  },

  /** False when the scan is no longer this run's: the worker should stop. */
  async report(id: string, run: number, progress: ScanProgress): Promise<boolean> {
    const rows = await sql`update scan set progress = ${json(progress)} where id = ${id} and run = ${run} and state = 'running' returning id`;
    return rows.length > 0;
  },

  /** Keeps the evidence and ends the run; false when another run or a cancel came first. */
  async finish(id: string, run: number, evidence: StoredEvidence, summary: Pick<ScanRow, 'counts' | 'highest_score'>, now: Date): Promise<boolean> {
    const rows = await sql`
      update scan set state = 'finished', finished_at = ${now}, counts = ${json(summary.counts)}, highest_score = ${summary.highest_score}, problem = null,
        progress = ${json({ stage: 'keeping', done: 1, total: 1, overall: 1 } satisfies ScanProgress)}
      where id = ${id} and run = ${run} and state = 'running' returning id`;
    if (rows.length === 0) return false;
    await sql`insert into evidence (scan_id, run, sha256, body) values (${id}, ${run}, ${evidence.sha256}, ${evidence.text}) on conflict do nothing`;
    return true;
  },

  async fail(id: string, run: number, problem: NonNullable<ScanRow['problem']>, now: Date): Promise<boolean> {
    const rows = await sql`
      update scan set state = 'failed', free_of_charge = true, finished_at = ${now}, problem = ${json(problem)}
      where id = ${id} and run = ${run} and state in ('queued', 'running') returning id`;
    return rows.length > 0;
  },

  /** Notes that work on a run ended with an error that nobody expected; gives how often it did. */
  async addFault(id: string, run: number): Promise<number> {
    const [row] = await sql<{ faults: number }>`update scan set faults = faults + 1 where id = ${id} and run = ${run} returning faults`;
    return row?.faults ?? 0;
  },

  async cancel(id: string, now: Date): Promise<boolean> {
    const rows = await sql`
      update scan set state = 'cancelled', finished_at = ${now} where id = ${id} and state in ('queued', 'running') returning id`;
    return rows.length > 0;
  },

  /** A new run with corrected panels; gives its number. The old evidence stays. @throws {NotFoundError} */
  async rerun(id: string, panels: readonly Panel[]): Promise<number> {
    const [row] = await sql<{ run: number }>`
      update scan set run = run + 1, state = 'queued', panels = ${json(panels)}, progress = ${json(QUEUED)}, problem = null, finished_at = null, started_at = null,
        starts = 0, faults = 0
      where id = ${id} returning run`;
    if (!row) throw new NotFoundError('scan/not-found', 'there is no scan with this id', { id });
    return row.run;
  },

  /** A new run of a scan that has finished with this run; undefined when it went on meanwhile. The old evidence and all decisions stay. */
  async again(id: string, run: number): Promise<number | undefined> {
    const [row] = await sql<{ run: number }>`
      update scan set run = run + 1, state = 'queued', progress = ${json(QUEUED)}, problem = null, finished_at = null, started_at = null, starts = 0, faults = 0
      where id = ${id} and run = ${run} and state = 'finished' returning run`;
    return row?.run;
  },

  /** Finished scans of all accounts by id, after this one. */
  async finished(now: Date, after: string, limit: number): Promise<Pick<ScanRow, 'id' | 'run'>[]> {
    return sql<Pick<ScanRow, 'id' | 'run'>>`select id, run from scan where state = 'finished' and expires_at > ${now} and id > ${after} order by id limit ${limit}`;
  },

  /** The newest evidence. @throws {NotFoundError} the scan has not finished. */
  async evidence(id: string): Promise<StoredEvidence & { readonly evidence: Evidence }> {
    const [row] = await sql<{ sha256: string; text: string }>`select sha256, body::text as text from evidence where scan_id = ${id} order by run desc limit 1`;
    if (!row) throw new NotFoundError('scan/not-ready', 'this scan has no evidence yet', { id });
    return { ...row, evidence: JSON.parse(row.text) as Evidence };
  },

  async delete(id: string): Promise<void> {
    await sql`delete from scan where id = ${id}`;
  },

  /** Deletes scans past their retention, at most `limit`; gives how many. */
  async expire(now: Date, limit: number): Promise<number> {
    const rows = await sql`delete from scan where id in (select id from scan where expires_at <= ${now} order by expires_at limit ${limit}) returning id`;
    return rows.length;
  },
});
