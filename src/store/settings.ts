/** Settings of the running service, shared by all its processes. */
import { randomBytes } from 'node:crypto';
import { json, type Sql } from './sql.ts';

export const settingQueries = (sql: Sql) => ({
  async read<T>(key: string): Promise<T | undefined> {
    const [row] = await sql<{ value: T }>`select value from setting where key = ${key}`;
    return row?.value;
  },

  async write(key: string, value: unknown): Promise<void> {
    await sql`insert into setting (key, value) values (${key}, ${json(value)}) on conflict (key) do update set value = excluded.value`;
  },

  /** Keeps a value unless there is one; gives the one that is kept. */
  async once<T>(key: string, value: T): Promise<T> {
    await sql`insert into setting (key, value) values (${key}, ${json(value)}) on conflict do nothing`;
    return (await this.read<T>(key)) ?? value;
  },

  /** 32 random bytes as hex, made once: signs callbacks and derives share tokens. */
  async secret(): Promise<string> {
    return this.once('secret', randomBytes(32).toString('hex'));
  },
});
