/** Runs one crawl of a session. Safe to run twice: the frontier says what is left, and a batch is made once. */
import { Type } from 'typebox';
import type { CrawlPorts } from '../crawl/crawl-ports.ts';
import { makeBatch } from '../crawl/make-batch.ts';
import { runCycle } from '../crawl/run-cycle.ts';
import { safeFetch } from '../crawl/safe-fetch.ts';
import { readExemptions } from '../crawl/safe-fetch-guard.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Queries } from '../store/store.ts';
import type { JobContext } from './context.ts';
import { defineJob } from './job.ts';
import type { Queue } from './queue.ts';

const crawl = defineJob({
  name: 'crawl',
  payload: Type.Object({ sessionId: Type.Integer(), cycle: Type.Integer() }),
  retries: 1000, // a kill costs one of them and nothing else
  heartbeatSeconds: 10,
  expireSeconds: 6 * 3600,
  concurrency: 4,

  async run({ sessionId, cycle }, context) {
    const { store, log, clock } = context;
    const session = await store.crawls.begin(sessionId, cycle, clock());
    if (!session) return;
    const account = await store.accounts.get(session.account_id);
    const ports = portsOf(context);
    if (await runCycle(session, account, ports) === 'stopped') {
      if (context.signal.aborted) throw new Error('the process stops; the crawl goes on in the next one');
      return;
    }
    const ended = await store.crawls.find(sessionId);
    if (!ended) return;
    const batch = await makeBatch(ended, ports);
    await store.transaction(async (tx) => {
      if (await tx.crawls.finish(session, batch.pages > 0 ? 'done' : 'failed', clock())) await batch.write(tx);
    });
    log.info({ sessionId, cycle, pages: batch.pages }, 'crawl ended');
  },
});
export default crawl;

/** Call in the transaction that makes the session, or its next cycle, pending. */
export async function startCrawl(queries: Queries, queue: Queue, { id, cycle_count }: Pick<CrawlSessionRow, 'id' | 'cycle_count'>): Promise<void> {
  await queue.send(queries.sql, crawl, { sessionId: id, cycle: cycle_count });
}

function portsOf({ store, blobs, compute, index, clock, config, signal }: JobContext): CrawlPorts {
  const exemptions = readExemptions(config.allowPrivateFetch);
  return {
    store, blobs, compute, index, clock, signal,
    fetch: (url, options) => safeFetch(url, { ...options, exemptions }),
    sleep: (ms) => new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    }),
    userAgent: `Touchstone/${config.version} (+${config.crawlContact || config.publicUrl || 'self-hosted; ask the operator of this address'})`,
    maxPixels: config.maxPixels,
  };
}
