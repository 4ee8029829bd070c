/** Opens everything a process needs, in order, and closes it again. The server and every command go through here. */
import { mkdirSync } from 'node:fs';
import { pino, type Logger } from 'pino';
import { openBlobs } from './blobs/blobs.ts';
import { openPool } from './compute/pool.ts';
import type { Config } from './config.ts';
import type { JobContext } from './jobs/context.ts';
import { JOBS } from './jobs/catalog.ts';
import mergeIndex from './jobs/merge-index.ts';
import { openQueue } from './jobs/queue.ts';
import { openImageIndex } from './registry/open-image-index.ts';
import { openCluster } from './store/embedded/cluster.ts';
import { takeLease } from './store/embedded/lease.ts';
import { migrate } from './store/migrate.ts';
import { openDatabase, type Database } from './store/sql.ts';
import { openStore } from './store/store.ts';

export interface App extends JobContext {
  readonly database: Database;
  /** Starts to work on jobs; a process that does not call it only sends them. */
  work(): Promise<void>;
  /** Graceful: running jobs get `graceMs`, then everything is closed; what was running is tried again by the next process. */
  close(graceMs?: number): Promise<void>;
}

export interface OpenOptions {
  /** A server: refused when another one runs on this DATA_DIR. Commands join. */
  readonly asServer?: boolean;
  readonly log?: Logger;
  readonly clock?: () => Date;
}

/** @throws {ConflictError | UnavailableError | InputError} with a sentence that says what to do. */
export async function openApp(config: Config, { asServer = false, log = logger(config), clock = () => new Date() }: OpenOptions = {}): Promise<App> {
  mkdirSync(config.dataDir, { recursive: true });
  const { database, release } = await openAnyDatabase(config, asServer, log);
  try {
    await migrate(database);
    const store = openStore(database);
    const blobs = openBlobs(config);
    const compute = openPool({ workers: config.workers, timeoutMs: config.taskTimeoutMs });
    const queue = await openQueue(database, JOBS, (error) => log.warn({ err: error }, 'job queue'));
    const stop = new AbortController();
    const index = openImageIndex({ store, compute, clock, maxPixels: config.maxPixels, onGrowth: (sql) => queue.send(sql, mergeIndex, {}) });
    const context: JobContext = { config, log, store, blobs, compute, queue, index, clock, signal: stop.signal };
    return {
      ...context,
      database,
      async work() {
        if (asServer && !config.databaseUrl) await queue.reclaim(JOBS); // the only server on this DATA_DIR: what is marked as running died with the one before
        await queue.work(JOBS, context);
      },
      async close(graceMs = 5000) {
        setTimeout(() => stop.abort(), graceMs).unref();
        await queue.stop(graceMs + 1000).catch((error: Error) => log.warn({ err: error }, 'job queue'));
        stop.abort();
        await compute.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The embedded database, or the one of DATABASE_URL. */
async function openAnyDatabase(config: Config, asServer: boolean, log: Logger): Promise<{ database: Database; release(): Promise<void> }> {
  const onError = (error: Error): void => log.warn({ err: error }, 'database connection');
  if (config.databaseUrl) {
    const database = openDatabase({ connectionString: config.databaseUrl, application_name: 'touchstone' }, { onError });
    return { database, release: () => database.close() };
  }
  const cluster = await openCluster(config.dataDir);
  const database = openDatabase({ ...cluster.connection, application_name: 'touchstone' }, { onError });
  const lease = await takeLease(database, config.dataDir, asServer).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return {
    database,
    async release() {
      await database.close();
      if (await lease.release()) await cluster.stop();
    },
  };
}

export function logger({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] }, pino.destination(2));
}
