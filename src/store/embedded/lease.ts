/**
 * Who uses an embedded database. Every process holds a shared lock while it is connected; the last one out stops the postmaster.
 * A server also holds the server lock, so a second server on the same DATA_DIR is refused while commands may join.
 */
import type pg from 'pg';
import { ConflictError } from '../../core/errors.ts';
import type { Database } from '../sql.ts';

/** Two arbitrary constants that name our advisory locks. */
const USERS = 0x746f7563;
const SERVER = 0x68737276;

export interface Lease {
  /** Gives the locks back; true when nobody else uses the database, so that the caller should stop it. */
  release(): Promise<boolean>;
}

/** @throws {ConflictError} `data-dir/in-use`: another server runs on this DATA_DIR. */
export async function takeLease(database: Database, dataDir: string, asServer: boolean): Promise<Lease> {
  const client = await database.connect();
  client.on('error', () => {});
  if (asServer && !(await held(client, 'pg_try_advisory_lock', SERVER))) {
    await client.end();
    throw new ConflictError('data-dir/in-use', `another Touchstone server runs on DATA_DIR ${dataDir}; stop it, or give this one its own DATA_DIR`, { dataDir });
  }
  await client.query('select pg_advisory_lock_shared($1)', [USERS]);
  return {
    async release() {
      try {
        await client.query('select pg_advisory_unlock_shared($1)', [USERS]);
        return await held(client, 'pg_try_advisory_lock', USERS);
      } catch {
        return false;
      } finally {
        await client.end().catch(() => {});
      }
    },
  };
}

async function held(client: pg.Client, call: 'pg_try_advisory_lock', key: number): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>(`select ${call}($1) as ok`, [key]);
  return rows[0]?.ok === true;
}
