/** Static links: stored bytes at an address that is its own permission. */
import type { Sql } from './sql.ts';

export interface LinkRow {
  readonly id: number;
  readonly account_id: string;
  readonly sha256: string;
  /** Media type it is served with. */
  readonly type: string;
  readonly name: string;
  readonly bytes: number;
  readonly created_at: Date;
  /** Null: as long as what it belongs to. */
  readonly expires_at: Date | null;
}

export type NewLink = Omit<LinkRow, 'id'>;

export const linkQueries = (sql: Sql) => ({
  async insert({ account_id, sha256, type, name, bytes, created_at, expires_at }: NewLink): Promise<LinkRow> {
    const [row] = await sql<LinkRow>`
      insert into static_link (account_id, sha256, type, name, bytes, created_at, expires_at)
      values (${account_id}, ${sha256}, ${type}, ${name}, ${bytes}, ${created_at}, ${expires_at}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return row;
  },

  /** Undefined: never was, deleted, or past its end. */
  async find(id: number, now: Date): Promise<LinkRow | undefined> {
    const [row] = await sql<LinkRow>`select * from static_link where id = ${id} and (expires_at is null or expires_at > ${now})`;
    return row;
  },

  async delete(ids: readonly number[]): Promise<void> {
    await sql`delete from static_link where id = any(${ids}::bigint[])`;
  },

  async expire(now: Date): Promise<void> {
    await sql`delete from static_link where expires_at <= ${now}`; // static_link_expires_at_idx
  },
});
