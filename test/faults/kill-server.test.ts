/** kill -9 of the whole server, again and again, while it scans: nothing that was accepted is lost. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { seededRandom } from '../../src/core/random.ts';
import { openCluster } from '../../src/store/embedded/cluster.ts';
import { Client, until } from '../support/client.ts';
import { encodePng, micrograph, paste, crop, box } from '../support/synthetic.ts';

/** More in `npm run test:long`. */
const KILLS = process.env['TEST_LONG'] ? 20 : 3;
const random = seededRandom('kill-server');
const parent = mkdtempSync(path.join(os.tmpdir(), 'touchstone-kill-'));
chmodSync(parent, 0o755);
const dataDir = path.join(parent, 'data');
let server: ChildProcess | undefined;

beforeAll(() => chmodSync(parent, 0o755));
afterAll(async () => {
  server?.kill('SIGKILL');
  await (await openCluster(dataDir)).stop();
  rmSync(parent, { recursive: true, force: true });
});

async function start(): Promise<string> {
  const child = spawn(process.execPath, ['src/main.ts'], { env: { ...process.env, DATABASE_URL: undefined, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', DEMO: 'false', WORKERS: '2' }, stdio: ['ignore', 'ignore', 'pipe'] });
  server = child;
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { log += text; });
  await until(async () => log, (text) => text.includes('"msg":"ready"') || child.exitCode !== null, 120_000);
  const port = /"port":(\d+)[^\n]*"msg":"ready"/.exec(log)?.[1];
  if (!port) throw new Error(`the server did not start: ${log.slice(-2000)}`);
  return `http://127.0.0.1:${port}`;
}

async function makeKey(): Promise<string> {
  const app = await openApp(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', WORKERS: '1' }));
  const account = await app.store.accounts.create({ name: 'editor', email: 'editor@example.org', password: 'not used here' });
  const { value } = await app.store.keys.issue(account.id, 'imagetwin', app.clock());
  await app.close();
  return value;
}

test(`${KILLS} kills at random moments after a 200 lose no scan, and no file is handed over to a wrong end`, async () => {
  const authorization = `Bearer ${await makeKey()}`;
  const one = micrograph('kill', 240, 200);
  const cloned = paste(one, crop(one, box(20, 30, 70, 70)), { x: 150, y: 110 });
  const images = [new Uint8Array(await encodePng(one)), new Uint8Array(await encodePng(cloned))];
  const accepted: string[] = [];

  for (let kill = 0; kill < KILLS; kill++) {
    const api = new Client(await start(), { authorization });
    for (let n = 0; n < 2; n++) {
      const send = () => api.form('/v1/scan', images.map((bytes, i) => ({ name: `${kill}-${n}-${i}.png`, bytes })));
      const answer = await until(() => send().then(async (reply) => (reply.status === 429 ? (await pause(1000), reply) : reply)), ({ status }) => status !== 429);
      expect(answer.status).toBe(200);
      accepted.push(answer.json<{ scanId: string }>().scanId);
    }
    await pause(random.int(2500));
    server?.kill('SIGKILL');
    await until(async () => server?.signalCode, (signal) => signal === 'SIGKILL');
  }

  const api = new Client(await start(), { authorization });
  const results = [];
  for (const id of accepted) {
    const answer = await until(() => api.get(`/v1/result/${id}`).then(async (reply) => (reply.status === 429 ? (await pause(1000), reply) : reply)), ({ status }) => status !== 202 && status !== 429, 240_000);
    expect(answer.status).toBe(200);
    results.push(answer.json());
  }

  const counts = new Set(results.map(({ localDuplicateCount, highestScore }) => JSON.stringify([localDuplicateCount, highestScore])));
  expect(results).toHaveLength(KILLS * 2);
  expect(counts.size).toBe(1);
}, KILLS > 3 ? 1_800_000 : 600_000);
