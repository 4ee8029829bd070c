/** The registry over a real database, with small pictures. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openBlobs } from '../../src/blobs/blobs.ts';
import { openPool } from '../../src/compute/pool.ts';
import { readConfig, type Config } from '../../src/config.ts';
import { openImageIndex } from '../../src/registry/open-image-index.ts';
import type { RegistryParts } from '../../src/registry/prepare-registration.ts';
import type { AccountRow } from '../../src/store/accounts.ts';
import { openDatabase } from '../../src/store/sql.ts';
import { openStore } from '../../src/store/store.ts';
import { testDatabase } from '../support/database.ts';
import { encodeJpeg, photo } from '../support/synthetic.ts';

export interface Registry extends RegistryParts {
  account(name: string, quota?: { readonly image_quota?: number; readonly disk_quota?: number }): Promise<AccountRow>;
  close(): Promise<void>;
}

export async function openRegistry(overrides: Partial<Config> = {}): Promise<Registry> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'touchstone-media-'));
  const config: Config = { ...readConfig({ DATA_DIR: dataDir }), ...overrides };
  const connection = openDatabase({ connectionString: database.url });
  const store = openStore(connection);
  const compute = openPool({ workers: 1, timeoutMs: 60_000 });
  const clock = (): Date => new Date();
  return {
    store, compute, clock, config, blobs: openBlobs({ dataDir }), index: openImageIndex({ store, compute, clock, maxPixels: config.maxPixels }),
    async account(name, quota = {}) {
      const { id } = await store.accounts.create({ name, email: `${name}@example.org` });
      await store.accounts.setPlan(id, quota);
      return store.accounts.get(id);
    },
    async close() {
      await compute.close();
      await connection.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A small JPEG; another one for each seed. */
export async function picture(seed: number | string, width = 160, height = 120): Promise<Uint8Array> {
  return new Uint8Array(await encodeJpeg(photo(seed, width, height), 85));
}
