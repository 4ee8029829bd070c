/** Built once before the suite: the WebAssembly kernels. And a place for the suite's database, which the first test that wants one starts. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openCluster } from '../../src/store/embedded/cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the embedded cluster of this run; empty until a test asks for a database. */
    databaseFolder: string;
  }
}

/** Name of the template that all test databases of this run are copied from. */
export const templateName = (folder: string): string => `template_${path.basename(folder).replaceAll(/[^a-zA-Z0-9]/g, '').toLowerCase()}`;

async function dropTemplate(server: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`drop database if exists ${templateName(folder)} with (force)`);
  await client.end();
}

export default function setup(project: TestProject): () => Promise<void> {
  execFileSync(process.execPath, ['scripts/build-kernels.mjs'], { stdio: 'inherit' });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-test-'));
  chmodSync(folder, 0o755); // the user that runs the database must be able to enter
  project.provide('databaseFolder', folder);
  return async () => {
    if (existsSync(path.join(folder, 'pg', 'postmaster.pid'))) await (await openCluster(folder)).stop();
    else if (process.env['DATABASE_URL']) await dropTemplate(process.env['DATABASE_URL'], folder);
    rmSync(folder, { recursive: true, force: true });
  };
}
