/** Applies `migrations/*.sql` in the order of their names, each once, in one transaction with its record. Forward only. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { IntegrityError, UnavailableError } from '../core/errors.ts';
import type { Database } from './sql.ts';

const FOLDER = new URL('migrations/', import.meta.url);
/** Oldest server whose SQL we use (`generated always as`, `json` path functions). */
const OLDEST = 140000;

/** @throws {IntegrityError} a migration that was applied is not what this version ships. */
export async function migrate(database: Database): Promise<void> {
  const [version] = await database<{ n: number }>`select current_setting('server_version_num')::int as n`;
  if ((version?.n ?? 0) < OLDEST) throw new UnavailableError('store/unavailable', `PostgreSQL ${version?.n} is too old; 14 or newer is needed`);

  await database.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(1953459811)`;
    await sql`create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`;
    const applied = new Map((await sql<{ name: string; sha256: string }>`select name, sha256 from migration`).map((row) => [row.name, row.sha256]));
    for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.sql')).sort()) {
      const text = readFileSync(new URL(name, FOLDER), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      const before = applied.get(name);
      if (before === sha256) continue;
      if (before !== undefined) throw new IntegrityError('internal', `migration ${name} was changed after it had been applied; restore the file of the version that made this database`);
      await sql.query(text);
      await sql`insert into migration (name, sha256) values (${name}, ${sha256})`;
    }
  });
}
