/** A whole server in this process: real database, real queue, real worker threads, on a free port. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { openApp, type App } from '../../src/app.ts';
import { readConfig, type Config } from '../../src/config.ts';
import { buildServer } from '../../src/http/server.ts';
import type { AccountRow } from '../../src/store/accounts.ts';
import type { KeyApi } from '../../src/store/keys.ts';
import { Client } from './client.ts';
import { testDatabase } from './database.ts';

export interface TestUser {
  readonly account: AccountRow;
  readonly password: string;
  /** Of the Imagetwin API. */
  readonly key: string;
  readonly api: Client;
}

export interface TestServer {
  readonly url: string;
  readonly app: App;
  /** Without a key. */
  readonly anonymous: Client;
  /** A new user with a key. */
  user(name: string): Promise<TestUser>;
  /** Moves the server's clock. */
  travel(ms: number): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly config?: Partial<Config>;
  /** Whether scans and callbacks are worked on. Default true. */
  readonly work?: boolean;
}

export const DAY_MS = 86_400_000;
export const PASSWORD = 'correct horse battery staple';

export async function startServer({ config: overrides = {}, work = true }: ServerOptions = {}): Promise<TestServer> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'touchstone-data-'));
  const config: Config = { ...readConfig({ DATA_DIR: dataDir, DEMO: 'false', WORKERS: '1', LOG_LEVEL: 'error', CHROMIUM_PATH: 'none' }), ...overrides, databaseUrl: database.url };
  let ahead = 0;
  const app = await openApp(config, { log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }), clock: () => new Date(Date.now() + ahead) });
  const server = buildServer(app);
  if (work) await app.work();
  const url = (await server.listen({ port: 0, host: '127.0.0.1' })).replace(/\/$/, '');
  return {
    url, app,
    anonymous: new Client(url),
    async user(name) {
      const account = await app.store.accounts.create({ name, email: `${name}@example.org`, password: PASSWORD });
      const key = await issueKey(app, account, 'imagetwin');
      return { account, password: PASSWORD, key, api: new Client(url, { authorization: `Bearer ${key}` }) };
    },
    travel(ms) {
      ahead += ms;
    },
    async close() {
      await server.close();
      await app.close(500);
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function issueKey(app: App, account: AccountRow, api: KeyApi): Promise<string> {
  return (await app.store.transaction((tx) => tx.keys.issue(account.id, api, app.clock()))).value;
}
