/** Issues of the press, how far they are read, and the files of the watched folder. */
import { json, type Sql } from './sql.ts';

export type PressState = 'waiting' | 'running' | 'done' | 'failed';

export interface PressIssueRow {
  readonly id: number;
  /** Null: the media of every account whose press search is on are looked for. */
  readonly account_id: string | null;
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly file_name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly state: PressState;
  readonly pages: number | null;
  readonly pages_done: number;
  readonly problem: { readonly code: string; readonly message: string } | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

export type NewPressIssue = Pick<PressIssueRow, 'account_id' | 'name' | 'date' | 'file_name' | 'sha256' | 'bytes' | 'created_at'>;

export interface SeenFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified_at: Date;
  readonly problem: string | null;
}

export const pressQueries = (sql: Sql) => ({
  /** The issue, and whether it is a new one: the same file under the same name and date is one issue. */
  async insert({ account_id, name, date, file_name, sha256, bytes, created_at }: NewPressIssue): Promise<{ readonly issue: PressIssueRow; readonly isNew: boolean }> {
    const [row] = await sql<PressIssueRow>`
      insert into press_issue (account_id, name, date, file_name, sha256, bytes, state, created_at)
      values (${account_id}, ${name}, ${date}, ${file_name}, ${sha256}, ${bytes}, 'waiting', ${created_at}) on conflict do nothing returning *`;
    if (row) return { issue: row, isNew: true };
    const [known] = await sql<PressIssueRow>`
      select * from press_issue where coalesce(account_id, '') = coalesce(${account_id}::text, '') and sha256 = ${sha256} and name = ${name} and date = ${date}`;
    if (!known) throw new RangeError('the issue is neither new nor known');
    return { issue: known, isNew: false };
  },

  /** Undefined: none, or not for this account to see. */
  async find(id: number, accountId?: string): Promise<PressIssueRow | undefined> {
    const [row] = await sql<PressIssueRow>`select * from press_issue where id = ${id} and (${accountId ?? null}::text is null or account_id is null or account_id = ${accountId ?? null})`;
    return row;
  },

  /** Those an account sees, newest first; without an account all. */
  async list(accountId: string | undefined, limit: number): Promise<PressIssueRow[]> {
    return sql<PressIssueRow>`select * from press_issue where ${accountId ?? null}::text is null or account_id is null or account_id = ${accountId ?? null} order by id desc limit ${limit}`;
  },

  /** Undefined: it has ended, or is gone. */
  async start(id: number): Promise<PressIssueRow | undefined> {
    const [row] = await sql<PressIssueRow>`update press_issue set state = 'running' where id = ${id} and state in ('waiting', 'running') returning *`;
    return row;
  },

  async opened(id: number, pages: number): Promise<void> {
    await sql`update press_issue set pages = ${pages} where id = ${id}`;
  },

  /** Call it in the transaction that writes the matches of a page. False: another reader did that page, or the issue is gone. */
  async turn(id: number, page: number): Promise<boolean> {
    const rows = await sql`update press_issue set pages_done = ${page} where id = ${id} and pages_done = ${page - 1} and state = 'running' returning id`;
    return rows.length > 0;
  },

  /** False: it has ended already, or is gone. */
  async end(id: number, state: 'done' | 'failed', problem: PressIssueRow['problem'], now: Date): Promise<boolean> {
    const rows = await sql`update press_issue set state = ${state}, problem = ${problem && json(problem)}, ended_at = ${now} where id = ${id} and state in ('waiting', 'running') returning id`;
    return rows.length > 0;
  },

  /** With its matches. */
  async delete(id: number): Promise<void> {
    await sql`delete from press_issue where id = ${id}`;
  },

  /** Accounts whose media are looked for in the press: the one given, or all; only those that have media. */
  async readers(accountId: string | null): Promise<string[]> {
    const rows = await sql<{ id: string }>`
      select id from account where press_tracking and (${accountId}::text is null or id = ${accountId})
        and exists (select from medium where medium.account_id = account.id and medium.type = 'image') order by id`;
    return rows.map(({ id }) => id);
  },

  /** Matches of an issue; of one account, or of all. */
  async countMatches(id: number, accountId?: string): Promise<number> {
    const [row] = await sql<{ n: number }>`select count(*) as n from match where press_issue_id = ${id} and (${accountId ?? null}::text is null or account_id = ${accountId ?? null})`;
    return row?.n ?? 0;
  },

  /** Accounts whose media are in it, with how many matches. */
  async found(id: number): Promise<{ readonly id: string; readonly n: number }[]> {
    return sql<{ id: string; n: number }>`select account_id as id, count(*) as n from match where press_issue_id = ${id} group by account_id order by account_id`;
  },

  /** In reading order, best first on a page. */
  async matchIds(id: number): Promise<number[]> {
    const rows = await sql<{ id: number }>`select id from match where press_issue_id = ${id} order by page_number, id desc`;
    return rows.map((row) => row.id);
  },

  async seen(path: string): Promise<SeenFile | undefined> {
    const [row] = await sql<SeenFile>`select * from press_file where path = ${path}`;
    return row;
  },

  async note({ path, bytes, modified_at, problem }: SeenFile): Promise<void> {
    await sql`
      insert into press_file (path, bytes, modified_at, problem) values (${path}, ${bytes}, ${modified_at}, ${problem})
      on conflict (path) do update set bytes = excluded.bytes, modified_at = excluded.modified_at, problem = excluded.problem`;
  },
});
