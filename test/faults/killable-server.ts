/** A server in a process of its own on one DATA_DIR, to be killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCluster } from '../../src/store/embedded/cluster.ts';
import { until } from '../support/client.ts';

export interface KillableServer {
  readonly dataDir: string;
  /** Gives its address once it is ready. */
  start(): Promise<string>;
  /** SIGKILL; resolves when it is dead. The database lives on, as an orphan. */
  kill(): Promise<void>;
  /** Kills it, stops the database, deletes the folder. */
  remove(): Promise<void>;
}

export function killableServer(name: string, env: Readonly<Record<string, string>> = {}): KillableServer {
  const parent = mkdtempSync(path.join(os.tmpdir(), `touchstone-${name}-`));
  chmodSync(parent, 0o755); // the user that runs the database must be able to enter
  const dataDir = path.join(parent, 'data');
  let server: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    server?.kill('SIGKILL');
    await until(async () => server, (child) => child === undefined || child.signalCode === 'SIGKILL' || child.exitCode !== null);
  };
  return {
    dataDir,
    kill,
    async start() {
      const settings = { DATABASE_URL: undefined, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', DEMO: 'false', WORKERS: '1', CHROMIUM_PATH: 'none', ...env };
      const child = spawn(process.execPath, ['src/main.ts'], { env: { ...process.env, ...settings }, stdio: ['ignore', 'ignore', 'pipe'] });
      server = child;
      let log = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => { log += text; });
      await until(async () => log, (text) => text.includes('"msg":"ready"') || child.exitCode !== null, 120_000);
      const port = /"port":(\d+)[^\n]*"msg":"ready"/.exec(log)?.[1];
      if (!port) throw new Error(`the server did not start: ${log.slice(-2000)}`);
      return `http://127.0.0.1:${port}`;
    },
    async remove() {
      await kill();
      await (await openCluster(dataDir)).stop();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
