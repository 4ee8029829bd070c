/** Originals that were handed out in marked copies, and to whom. */
import { json, type Sql } from './sql.ts';
import type { StoredDesign } from './marks.ts';

export interface LeakRow {
  readonly id: number;
  readonly account_id: string;
  readonly name: string;
  /** Of the unmarked original. */
  readonly sha256: string;
  readonly bytes: number;
  readonly design: StoredDesign;
  readonly created_at: Date;
}

export interface RecipientRow {
  readonly id: number;
  readonly leak_id: number;
  readonly name: string;
  readonly key: Uint8Array;
}

export const leakQueries = (sql: Sql) => ({
  /** Run it in a transaction. */
  async insert({ account_id, name, sha256, bytes, design, created_at }: Omit<LeakRow, 'id'>, recipients: readonly Pick<RecipientRow, 'name' | 'key'>[]): Promise<number> {
    const [row] = await sql<{ id: number }>`
      insert into leak (account_id, name, sha256, bytes, design, created_at) values (${account_id}, ${name}, ${sha256}, ${bytes}, ${json(design)}, ${created_at}) returning id`;
    if (!row) throw new RangeError('insert returned no row');
    for (const recipient of recipients) await sql`insert into leak_recipient (leak_id, name, key) values (${row.id}, ${recipient.name}, ${recipient.key})`;
    return row.id;
  },

  async find(id: number, accountId: string): Promise<LeakRow | undefined> {
    const [row] = await sql<LeakRow>`select * from leak where id = ${id} and account_id = ${accountId}`;
    return row;
  },

  /** Newest first. */
  async list(accountId: string, limit: number): Promise<LeakRow[]> {
    return sql<LeakRow>`select * from leak where account_id = ${accountId} order by id desc limit ${limit}`; // leak_account_id_idx
  },

  /** In the order they were given. */
  async recipients(leakId: number): Promise<RecipientRow[]> {
    return sql<RecipientRow>`select * from leak_recipient where leak_id = ${leakId} order by id`;
  },

  async delete(id: number): Promise<void> {
    await sql`delete from leak where id = ${id}`;
  },
});
