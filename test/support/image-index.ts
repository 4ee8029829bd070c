/** A reference index on a database of its own, with real workers. */
import { openPool } from '../../src/compute/pool.ts';
import type { ImageIndex } from '../../src/registry/image-index.ts';
import { openImageIndex } from '../../src/registry/open-image-index.ts';
import { openDatabase } from '../../src/store/sql.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { testDatabase } from './database.ts';

export interface TestIndex {
  readonly index: ImageIndex;
  readonly store: Store;
  /** Another process's index on the same database. */
  other(workers: number): { readonly index: ImageIndex; close(): Promise<void> };
  close(): Promise<void>;
}

export async function startIndex(workers = 2): Promise<TestIndex> {
  const database = await testDatabase();
  const open = (n: number): { index: ImageIndex; store: Store; close(): Promise<void> } => {
    const connection = openDatabase({ connectionString: database.url });
    const store = openStore(connection);
    const compute = openPool({ workers: n, timeoutMs: 120_000 });
    return {
      store, index: openImageIndex({ store, compute, clock: () => new Date(), maxPixels: 50e6 }),
      async close() {
        await compute.close();
        await connection.close();
      },
    };
  };
  const own = open(workers);
  return {
    index: own.index, store: own.store, other: open,
    async close() {
      await own.close();
      await database.drop();
    },
  };
}
