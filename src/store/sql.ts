/** SQL written as SQL: a tagged template over node-postgres. Values become parameters, never text. */
import pg from 'pg';
import { UnavailableError } from '../core/errors.ts';

export type Row = Record<string, unknown>;

export interface Sql {
  /** Runs one statement and gives its rows. Objects and arrays given with `json()` go as JSON; plain arrays as SQL arrays. */
  <R = Row>(strings: TemplateStringsArray, ...values: readonly unknown[]): Promise<R[]>;
  /** For libraries that bring their own text (pg-boss). */
  query(text: string, values?: readonly unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>;
}

export interface Database extends Sql {
  /** Commits when `use` resolves, rolls back when it throws. */
  transaction<T>(use: (sql: Sql) => Promise<T>): Promise<T>;
  /** A connection of its own, for LISTEN and session locks; the caller ends it. */
  connect(): Promise<pg.Client>;
  readonly connection: pg.ClientConfig;
  close(): Promise<void>;
}

export const json = (value: unknown): string => JSON.stringify(value);

// int8 as number (counts and bytes stay far below 2^53); timestamps as Date; json as parsed values.
pg.types.setTypeParser(20, Number);
pg.types.setTypeParser(1700, Number);

export function openDatabase(connection: pg.ClientConfig, { max = 10, onError = (_: Error): void => {} } = {}): Database {
  const pool = new pg.Pool({ ...connection, max, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 15_000 });
  pool.on('error', onError);
  const sql = sqlOver(pool);
  return Object.assign(sql, {
    connection,
    async connect() {
      const client = new pg.Client(connection);
      await client.connect();
      return client;
    },
    async transaction<T>(use: (tx: Sql) => Promise<T>): Promise<T> {
      const client = await pool.connect().catch(unavailable);
      try {
        await client.query('begin');
        const result = await use(sqlOver(client));
        await client.query('commit');
        client.release();
        return result;
      } catch (error) {
        await client.query('rollback').then(() => client.release(), (cause: Error) => client.release(cause));
        throw error;
      }
    },
    close: () => pool.end(),
  });
}

interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

function sqlOver(target: Queryable): Sql {
  const query = (text: string, values: readonly unknown[] = []) =>
    target.query(text, [...values]).catch(unavailable) as Promise<{ rows: Row[]; rowCount: number | null }>;
  const tag = async <R>(strings: TemplateStringsArray, ...values: readonly unknown[]): Promise<R[]> => {
    const text = strings.reduce((sum, part, i) => `${sum}$${i}${part}`);
    return (await query(text, values)).rows as R[];
  };
  return Object.assign(tag, { query });
}

/** SQLSTATE classes 08 (connection), 57 (operator intervention) and 53 (resources) are the database's trouble, not the statement's. */
function unavailable(cause: Error & { code?: string }): never {
  const code = cause.code ?? '';
  if (code === '53100') throw new UnavailableError('store/disk-full', 'the disk of the database is full; free space and try again', {}, { cause });
  if (/^(08|57P|53)|^E[A-Z]+$/.test(code) || /Connection terminated|timeout exceeded when trying to connect/.test(cause.message)) {
    throw new UnavailableError('store/unavailable', 'the database is not answering; try again', { sqlstate: code }, { cause });
  }
  throw cause;
}
