/** Checks the installation and says what to do. */
import { existsSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defineCommand, EXIT } from '../command.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly says: string;
}

const GiB = 2 ** 30;

export default defineCommand({
  name: 'doctor',
  usage: 'doctor [--json]',
  summary: 'Check memory, disk, database, kernels, fonts and base URL.',
  options: { json: { type: 'boolean' } },

  async run({ json }, _, { config, app, print }) {
    const memory = os.totalmem() / GiB;
    const checks: Check[] = [
      { name: 'node', ok: process.versions.node.startsWith('24.'), says: `Node ${process.versions.node}; evidence is reproducible on Node 24` },
      { name: 'memory', ok: memory >= 2, says: `${memory.toFixed(1)} GiB; 2 GiB or more is wanted` },
      { name: 'kernels', ok: existsSync(path.join(config.root, 'build', 'kernels', 'sift.wasm')), says: '`npm run build` makes build/kernels' },
      { name: 'web', ok: existsSync(path.join(config.root, 'web', 'dist', 'index.html')), says: '`npm run build` makes web/dist' },
      { name: 'fonts', ok: existsSync(path.join(config.root, 'node_modules', '@fontsource', 'noto-sans-kr')), says: 'fonts of reports, Korean too, come with `npm ci`' },
      { name: 'public-url', ok: config.publicUrl === undefined || URL.canParse(config.publicUrl), says: config.publicUrl ?? `not set: links say http://localhost:${config.port}` },
    ];
    checks.push(await database(app));
    checks.push(disk(config.dataDir));
    if (json) print(JSON.stringify({ checks }));
    else for (const { name, ok, says } of checks) print(`${ok ? 'ok     ' : 'PROBLEM'} ${name}: ${says}`);
    return checks.every(({ ok }) => ok) ? EXIT.done : EXIT.error;
  },
});

async function database(app: () => Promise<{ database: { query(text: string): Promise<{ rows: Record<string, unknown>[] }> } }>): Promise<Check> {
  try {
    const { rows } = await (await app()).database.query("select version(), current_setting('fsync') as fsync");
    const fsync = rows[0]?.['fsync'] === 'on';
    return { name: 'database', ok: fsync, says: `${String(rows[0]?.['version']).split(' on ')[0]}, fsync ${fsync ? 'on' : 'off: a power cut can lose what was accepted'}` };
  } catch (error) {
    return { name: 'database', ok: false, says: (error as Error).message };
  }
}

function disk(folder: string): Check {
  const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : path.dirname(folder));
  const free = (bavail * bsize) / GiB;
  return { name: 'disk', ok: free >= 2, says: `${free.toFixed(1)} GiB free in ${folder}; 2 GiB or more is wanted` };
}
