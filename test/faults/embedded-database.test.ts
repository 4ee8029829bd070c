/** The embedded database through kills, second starts and places it cannot live in. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { AppError } from '../../src/core/errors.ts';
import { openCluster } from '../../src/store/embedded/cluster.ts';
import { takeLease } from '../../src/store/embedded/lease.ts';
import { checkReachable } from '../../src/store/embedded/user.ts';
import { openDatabase } from '../../src/store/sql.ts';

const folders: string[] = [];
const stops: (() => Promise<void>)[] = [];

function freshFolder(name = 'data'): string {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'touchstone-pg-'));
  chmodSync(parent, 0o755);
  folders.push(parent);
  return path.join(parent, name);
}

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test('an orphaned postmaster is adopted after kill -9, with everything that was committed', async () => {
  const dataDir = freshFolder();
  const script = `
    import { openCluster } from './src/store/embedded/cluster.ts';
    import { openDatabase } from './src/store/sql.ts';
    const { connection } = await openCluster(${JSON.stringify(dataDir)});
    const sql = openDatabase(connection);
    await sql\`create table kept (n int)\`;
    await sql\`insert into kept values (7)\`;
    console.log('committed');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');

  const cluster = await openCluster(dataDir);
  stops.push(() => cluster.stop());

  expect(cluster.started).toBe(false);
  const sql = openDatabase(cluster.connection);
  expect(await sql`select n from kept`).toEqual([{ n: 7 }]);
  expect(await sql`show fsync`).toEqual([{ fsync: 'on' }]);
  expect(await sql`show listen_addresses`).toEqual([{ listen_addresses: '' }]);
  await sql.close();
});

test('a second server on the same data is refused with a sentence, a command joins, the last one out may stop it', async () => {
  const dataDir = freshFolder();
  const cluster = await openCluster(dataDir);
  stops.push(() => cluster.stop());
  const sql = openDatabase(cluster.connection);
  const server = await takeLease(sql, dataDir, true);

  await expect(takeLease(sql, dataDir, true)).rejects.toMatchObject({ code: 'data-dir/in-use', message: expect.stringContaining(dataDir) });
  const command = await takeLease(sql, dataDir, false);

  expect(await command.release()).toBe(false);
  expect(await server.release()).toBe(true);
  await sql.close();
});

test('two processes that start it at once share one postmaster', async () => {
  const dataDir = freshFolder();
  await (await openCluster(dataDir)).stop();

  const [a, b] = await Promise.all([openCluster(dataDir), openCluster(dataDir)]);
  stops.push(() => a.stop());

  expect(b.connection).toEqual(a.connection);
});

test('a path too long for a Unix socket is worked around', async () => {
  const dataDir = freshFolder('x'.repeat(120));

  const cluster = await openCluster(dataDir);
  stops.push(() => cluster.stop());

  expect(Buffer.byteLength(path.join(String(cluster.connection.host), '.s.PGSQL.5432'))).toBeLessThanOrEqual(107);
});

test('the postmaster never runs as root, whoever starts it', async () => {
  const dataDir = freshFolder();
  const cluster = await openCluster(dataDir);
  stops.push(() => cluster.stop());

  const pid = readFileSync(path.join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0];
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).not.toMatch(/^Uid:\s+0\s/m);
});

test('a folder that the user of the database cannot enter is refused with a sentence', async () => {
  const closed = freshFolder('closed');
  mkdirSync(closed, { mode: 0o700 });
  const stranger = { uid: 65_534, gid: 65_534 };

  expect(() => checkReachable(closed, process.getuid?.() === 0 ? stranger : {})).toSatisfy((check: () => void) => {
    if (process.getuid?.() !== 0) return (check(), true); // not root: it runs as ourselves, and what we made we can enter
    try {
      check();
      return false;
    } catch (error) {
      return (error as AppError).code === 'data-dir/unreachable' && /DATA_DIR .* cannot be entered by user id 65534/.test((error as Error).message);
    }
  });
});
