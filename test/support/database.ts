/** One database a test file, copied from a template that was migrated once; on one embedded cluster a run, or on DATABASE_URL. */
import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { JOBS } from '../../src/jobs/catalog.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { openCluster } from '../../src/store/embedded/cluster.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openDatabase } from '../../src/store/sql.ts';
import { templateName } from './global-setup.ts';

export interface TestDatabase {
  /** As DATABASE_URL. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Names one run; several may share a DATABASE_URL. */
const run = path.basename(inject('databaseFolder')).replaceAll(/[^a-zA-Z0-9]/g, '').toLowerCase();
let made = 0;

export async function testDatabase(): Promise<TestDatabase> {
  const { server, template } = await oneAtATime(prepare);
  const name = `t_${run}_${process.pid}_${++made}`;
  await command(server, `create database ${name} template ${template}`);
  return { url: urlOf(server, name), drop: () => command(server, `drop database if exists ${name} with (force)`) };
}

/** The server's address, and the name of the template; both are made by whoever comes first. */
async function prepare(): Promise<{ server: string; template: string }> {
  const server = process.env['DATABASE_URL'] ?? (await embeddedServer());
  const template = templateName(inject('databaseFolder'));
  const known = await query(server, `select from pg_database where datname = '${template}'`);
  if (known === 0) {
    if (!process.env['DATABASE_URL']) await goFast(server);
    await command(server, `create database ${template}_new`);
    const database = openDatabase({ connectionString: urlOf(server, `${template}_new`) });
    await migrate(database);
    const queue = await openQueue(database, JOBS, () => {});
    await queue.stop(1000);
    await database.close();
    await command(server, `alter database ${template}_new rename to ${template}`);
  }
  return { server, template };
}

/** What these databases hold need not outlive the machine; what the product does about durability is tested on clusters of its own. */
async function goFast(server: string): Promise<void> {
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) await command(server, `alter system set ${name} = off`);
  await command(server, 'select pg_reload_conf()');
}

async function embeddedServer(): Promise<string> {
  const { connection } = await openCluster(inject('databaseFolder'));
  return `postgresql://${connection.user}@/postgres?host=${encodeURIComponent(String(connection.host))}&port=${connection.port}`;
}

/** Test files run in processes of their own; a folder is the lock between them. */
async function oneAtATime<T>(use: () => Promise<T>): Promise<T> {
  const lock = path.join(inject('databaseFolder'), 'lock');
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      await pause(50);
    }
  }
  try {
    return await use();
  } finally {
    rmdirSync(lock);
  }
}

function urlOf(server: string, name: string): string {
  return server.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

async function command(server: string, text: string): Promise<void> {
  await query(server, text);
}

async function query(server: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
