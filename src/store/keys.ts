/** API keys: 256 random bits behind a readable prefix; only their SHA-256 is stored. One active key an account and API. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccountRow } from './accounts.ts';
import type { Sql } from './sql.ts';

export const KEY_PREFIX = { imagetwin: 'ts_it_', imatag: 'ts_im_', imgauth: 'ts_ia_', native: 'ts_na_' } as const;
export type KeyApi = keyof typeof KEY_PREFIX;
export const KEY_APIS = Object.keys(KEY_PREFIX) as readonly KeyApi[];

export interface KeyRow {
  readonly id: number;
  readonly account_id: string;
  readonly api: KeyApi;
  /** The first characters of the value, for people to recognise it by. */
  readonly prefix: string;
  readonly hash: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

/** How long `last_used_at` may lag behind, so that a poll is not a write. */
const USED_EVERY_MS = 60_000;

export const keyQueries = (sql: Sql) => ({
  /** Makes a key; the one before is invalid from now on. Run it in a transaction. The value is given this once. */
  async issue(accountId: string, api: KeyApi, now: Date): Promise<{ readonly value: string; readonly row: KeyRow }> {
    await sql`select from account where id = ${accountId} for update`; // two at once: the later wins
    await this.revoke(accountId, api, now);
    const value = KEY_PREFIX[api] + randomBytes(32).toString('hex');
    const [row] = await sql<KeyRow>`
      insert into api_key (account_id, api, prefix, hash, created_at)
      values (${accountId}, ${api}, ${value.slice(0, KEY_PREFIX[api].length + 6)}, ${hashOf(value)}, ${now}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return { value, row };
  },

  async revoke(accountId: string, api: KeyApi, now: Date): Promise<void> {
    await sql`update api_key set revoked_at = ${now} where account_id = ${accountId} and api = ${api} and revoked_at is null`; // api_key_active_key
  },

  /** Whose active key of this API it is. */
  async holder(value: string, api: KeyApi, now: Date): Promise<{ readonly key: KeyRow; readonly account: AccountRow } | undefined> {
    const hash = hashOf(value);
    const [key] = await sql<KeyRow>`select * from api_key where hash = ${hash} and api = ${api} and revoked_at is null`; // api_key_hash_key
    if (!key || !timingSafeEqual(Buffer.from(key.hash), Buffer.from(hash))) return undefined;
    const [account] = await sql<AccountRow>`select * from account where id = ${key.account_id}`;
    if (!account) return undefined;
    if (!key.last_used_at || now.getTime() - key.last_used_at.getTime() > USED_EVERY_MS) {
      await sql`update api_key set last_used_at = ${now} where id = ${key.id}`;
    }
    return { key, account };
  },

  /** The active ones. */
  async list(accountId: string): Promise<KeyRow[]> {
    return sql<KeyRow>`select * from api_key where account_id = ${accountId} and revoked_at is null order by api`;
  },
});

const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');
