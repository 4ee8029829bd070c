/** Marking and detection in the background: what was asked, and what came of it. */
import { json, type Sql } from './sql.ts';

export interface MarkOrderRow {
  readonly id: string;
  readonly account_id: string;
  readonly kind: 'mark' | 'detect';
  readonly input: unknown;
  /** Static links of the files it needs. */
  readonly links: readonly number[];
  readonly output: unknown;
  readonly problem: { readonly code: string; readonly message: string } | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export const markOrderQueries = (sql: Sql) => ({
  async insert({ id, account_id, kind, input, links, created_at, expires_at }: Omit<MarkOrderRow, 'output' | 'problem'>): Promise<void> {
    await sql`
      insert into mark_order (id, account_id, kind, input, links, created_at, expires_at)
      values (${id}, ${account_id}, ${kind}, ${json(input)}, ${links}, ${created_at}, ${expires_at})`;
  },

  /** Undefined: never was, or past its end. */
  async find(id: string, now: Date): Promise<MarkOrderRow | undefined> {
    const [row] = await sql<MarkOrderRow>`select * from mark_order where id = ${id} and expires_at > ${now}`;
    return row;
  },

  /** What was asked is forgotten: a passphrase may be in it. False: it is done already, or gone. */
  async complete(id: string, output: unknown): Promise<boolean> {
    const rows = await sql`update mark_order set output = ${json(output)}, input = '{}' where id = ${id} and output is null and problem is null returning id`;
    return rows.length > 0;
  },

  async fail(id: string, problem: NonNullable<MarkOrderRow['problem']>): Promise<void> {
    await sql`update mark_order set problem = ${json(problem)}, input = '{}' where id = ${id} and output is null and problem is null`;
  },

  async expire(now: Date): Promise<void> {
    await sql`delete from mark_order where expires_at <= ${now}`; // mark_order_expires_at_idx
  },
});
