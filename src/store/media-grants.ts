/** Folders that their owner opened to other accounts. */
import type { Sql } from './sql.ts';

export interface GrantRow {
  readonly folder_id: number;
  readonly account_id: string;
  /** Of that account. */
  readonly account: string;
  readonly writable: boolean;
  readonly created_at: Date;
}

export const mediaGrantQueries = (sql: Sql) => ({
  /** Gives it, or changes what was given. */
  async give(folderId: number, accountId: string, writable: boolean, now: Date): Promise<void> {
    await sql`
      insert into media_grant (folder_id, account_id, writable, created_at) values (${folderId}, ${accountId}, ${writable}, ${now})
      on conflict (folder_id, account_id) do update set writable = excluded.writable`;
  },

  /** False when there was none. */
  async take(folderId: number, accountId: string): Promise<boolean> {
    const rows = await sql`delete from media_grant where folder_id = ${folderId} and account_id = ${accountId} returning folder_id`;
    return rows.length > 0;
  },

  /** What an account gave to others. */
  async givenBy(ownerId: string): Promise<GrantRow[]> {
    return sql<GrantRow>`
      select g.*, a.name as account from media_grant g join medium m on m.id = g.folder_id join account a on a.id = g.account_id
      where m.account_id = ${ownerId} order by g.folder_id, a.name`;
  },

  /** What an account was given. */
  async givenTo(accountId: string): Promise<GrantRow[]> {
    return sql<GrantRow>`
      select g.*, a.name as account from media_grant g join account a on a.id = g.account_id where g.account_id = ${accountId} order by g.folder_id`; // media_grant_account_id_idx
  },
});
