/** Sessions of the web application: a random token in a cookie, its SHA-256 here. */
import { createHash, randomBytes } from 'node:crypto';
import type { AccountRow } from './accounts.ts';
import type { Sql } from './sql.ts';

export const SESSION_MS = 14 * 86_400_000;

export interface OpenSession {
  readonly account: AccountRow;
  /** Sent with every mutation by cookie. */
  readonly csrf: string;
}

export const sessionQueries = (sql: Sql) => ({
  async open(accountId: string, now: Date): Promise<{ readonly token: string; readonly csrf: string }> {
    const token = randomBytes(32).toString('hex');
    const csrf = randomBytes(32).toString('hex');
    await sql`
      insert into session (hash, account_id, csrf, created_at, expires_at)
      values (${hashOf(token)}, ${accountId}, ${csrf}, ${now}, ${new Date(now.getTime() + SESSION_MS)})`;
    return { token, csrf };
  },

  async find(token: string, now: Date): Promise<OpenSession | undefined> {
    const [row] = await sql<AccountRow & { csrf: string }>`
      select account.*, session.csrf from session join account on account.id = session.account_id
      where session.hash = ${hashOf(token)} and session.expires_at > ${now}`;
    if (!row) return undefined;
    const { csrf, ...account } = row;
    return { account, csrf };
  },

  async close(token: string): Promise<void> {
    await sql`delete from session where hash = ${hashOf(token)}`;
  },

  async expire(now: Date): Promise<void> {
    await sql`delete from session where expires_at <= ${now}`; // session_expires_at_idx
  },
});

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
