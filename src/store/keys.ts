/**
 * API keys: 256 bits behind a readable prefix; only their SHA-256 is stored. One active key an account and API.
 * Those of the IMATAG API are derived from the server's secret, since that API can be asked for the token again; the others are random.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccountRow } from './accounts.ts';
import { settingQueries } from './settings.ts';
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
  /** Counts the derived keys of an account; 0 for a random one. */
  readonly generation: number;
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
    const generation = api === 'imatag' ? await this.nextGeneration(accountId) : 0;
    const value = KEY_PREFIX[api] + (generation === 0 ? randomBytes(32).toString('hex') : await this.derive(accountId, generation));
    const [row] = await sql<KeyRow>`
      insert into api_key (account_id, api, prefix, hash, generation, created_at)
      values (${accountId}, ${api}, ${value.slice(0, KEY_PREFIX[api].length + 6)}, ${hashOf(value)}, ${generation}, ${now}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return { value, row };
  },

  /** The active token of the IMATAG API, made when there is none. Run it in a transaction. */
  async token(accountId: string, now: Date): Promise<string> {
    await sql`select from account where id = ${accountId} for update`; // two at once get the same
    const [active] = await sql<KeyRow>`select * from api_key where account_id = ${accountId} and api = 'imatag' and revoked_at is null`;
    const value = active ? KEY_PREFIX.imatag + (await this.derive(accountId, active.generation)) : undefined;
    if (value !== undefined && hashOf(value) === active?.hash) return value;
    return (await this.issue(accountId, 'imatag', now)).value; // none, or the server's secret is another one now
  },

  async nextGeneration(accountId: string): Promise<number> {
    const [row] = await sql<{ n: number }>`select coalesce(max(generation), 0) + 1 as n from api_key where account_id = ${accountId} and api = 'imatag'`;
    return row?.n ?? 1;
  },

  /** 64 lower-case hex. */
  async derive(accountId: string, generation: number): Promise<string> {
    return createHmac('sha256', await settingQueries(sql).secret()).update(`imatag-token:${accountId}:${generation}`).digest('hex');
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
