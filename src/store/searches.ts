/** Searches that run in the background: what was asked, how far it is, how it ended. */
import { NotFoundError } from '../core/errors.ts';
import type { TransformLimit } from '../core/reference.ts';
import { json, type Sql } from './sql.ts';

export type SearchState = 'pending' | 'running' | 'complete' | 'failed' | 'cancelled';

export interface SearchSettings {
  /** In the account's own media, or in what was crawled for it. */
  readonly category: 'private' | 'web';
  /** Without a check of geometry and watermark. */
  readonly similar: boolean;
  readonly transform: TransformLimit;
}

export interface SearchRow {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly type: 'image' | 'document';
  readonly state: SearchState;
  /** Percent. */
  readonly progress: number;
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** Static link of the query. */
  readonly link_id: number;
  readonly options: SearchSettings;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly expires_at: Date;
}

export type NewSearch = Pick<SearchRow, 'id' | 'account_id' | 'name' | 'type' | 'link_id' | 'options' | 'created_at' | 'expires_at'>;

export interface SearchSlice {
  /** Made in [from, to). */
  readonly span: { readonly from?: Date; readonly to?: Date };
  readonly limit: number;
  /** Behind this search, in the direction of the slice. */
  readonly after?: { readonly createdAt: Date; readonly id: string };
  readonly backwards: boolean;
}

export const searchQueries = (sql: Sql) => ({
  async insert({ id, account_id, name, type, link_id, options, created_at, expires_at }: NewSearch): Promise<void> {
    await sql`
      insert into search (id, account_id, name, type, state, link_id, options, created_at, expires_at)
      values (${id}, ${account_id}, ${name}, ${type}, 'pending', ${link_id}, ${json(options)}, ${created_at}, ${expires_at})`;
  },

  /** @throws {NotFoundError} no such search, or of another account. */
  async get(id: string, accountId: string): Promise<SearchRow> {
    const [row] = await sql<SearchRow>`select * from search where id = ${id} and account_id = ${accountId}`;
    if (!row) throw new NotFoundError('not-found', 'there is no search with this id', { id });
    return row;
  },

  async count(accountId: string, { from, to }: SearchSlice['span']): Promise<number> {
    const [row] = await sql<{ n: number }>`
      select count(*) as n from search where account_id = ${accountId}
        and (${from ?? null}::timestamptz is null or created_at >= ${from ?? null}) and (${to ?? null}::timestamptz is null or created_at < ${to ?? null})`;
    return row?.n ?? 0;
  },

  /** Newest first; backwards oldest first. */
  async list(accountId: string, { span: { from, to }, limit, after, backwards }: SearchSlice): Promise<SearchRow[]> {
    const [at, id] = [after?.createdAt ?? null, after?.id ?? null];
    if (backwards) {
      return sql<SearchRow>`
        select * from search where account_id = ${accountId}
          and (${from ?? null}::timestamptz is null or created_at >= ${from ?? null}) and (${to ?? null}::timestamptz is null or created_at < ${to ?? null})
          and (created_at, id) > (${at}, ${id}) order by created_at, id limit ${limit}`;
    }
    return sql<SearchRow>`
      select * from search where account_id = ${accountId}
        and (${from ?? null}::timestamptz is null or created_at >= ${from ?? null}) and (${to ?? null}::timestamptz is null or created_at < ${to ?? null})
        and (${at}::timestamptz is null or (created_at, id) < (${at}, ${id})) order by created_at desc, id desc limit ${limit}`;
  },

  /** Marks it running and gives it; undefined when it was cancelled, deleted or has ended. */
  async start(id: string): Promise<SearchRow | undefined> {
    const [row] = await sql<SearchRow>`update search set state = 'running' where id = ${id} and state in ('pending', 'running') returning *`;
    return row;
  },

  /** False when it was cancelled or deleted: the worker should stop. */
  async report(id: string, percent: number): Promise<boolean> {
    const rows = await sql`update search set progress = ${percent} where id = ${id} and state = 'running' returning id`;
    return rows.length > 0;
  },

  /** False when it was cancelled or deleted meanwhile. */
  async complete(id: string, now: Date): Promise<boolean> {
    const rows = await sql`update search set state = 'complete', progress = 100, finished_at = ${now} where id = ${id} and state = 'running' returning id`;
    return rows.length > 0;
  },

  async fail(id: string, problem: NonNullable<SearchRow['problem']>, now: Date): Promise<void> {
    await sql`update search set state = 'failed', problem = ${json(problem)}, finished_at = ${now} where id = ${id} and state in ('pending', 'running')`;
  },

  /** False when it has ended already. */
  async cancel(id: string, now: Date): Promise<boolean> {
    const rows = await sql`update search set state = 'cancelled', finished_at = ${now} where id = ${id} and state in ('pending', 'running') returning id`;
    return rows.length > 0;
  },

  /** With its matches and its query. Run it in a transaction. */
  async delete(id: string): Promise<void> {
    const rows = await sql<{ link_id: number }>`delete from search where id = ${id} returning link_id`;
    await sql`delete from static_link where id = any(${rows.map(({ link_id }) => link_id)}::bigint[])`;
  },

  /** Those past their retention, at most `limit`; gives how many. */
  async expire(now: Date, limit: number): Promise<number> {
    const rows = await sql<{ link_id: number }>`delete from search where id in (select id from search where expires_at <= ${now} order by expires_at limit ${limit}) returning link_id`;
    await sql`delete from static_link where id = any(${rows.map(({ link_id }) => link_id)}::bigint[])`;
    return rows.length;
  },
});
