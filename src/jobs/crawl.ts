/** Runs one crawl of a session. Safe to run twice: the frontier says what is left, and a batch is made once. */
import { Type } from 'typebox';
import { makeBatch } from '../crawl/make-batch.ts';
import { pictureCaptures } from '../crawl/picture-captures.ts';
import { runCycle } from '../crawl/run-cycle.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Queries } from '../store/store.ts';
import { openCrawlPorts } from './crawl-ports.ts';
import { announceMatches } from './deliver-callback.ts';
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
    const { store, queue, log, clock } = context;
    const session = await store.crawls.begin(sessionId, cycle, clock());
    if (!session) return;
    const account = await store.accounts.get(session.account_id);
    const ports = openCrawlPorts(context);
    try {
      if (await runCycle(session, account, ports) === 'stopped') {
        if (context.signal.aborted) throw new Error('the process stops; the crawl goes on in the next one');
        return;
      }
      await pictureCaptures(session, ports);
      const ended = await store.crawls.find(sessionId);
      if (!ended) return;
      const batch = await makeBatch(ended, ports);
      await store.transaction(async (tx) => {
        if (!(await tx.crawls.finish(session, batch.pages > 0 ? 'done' : 'failed', clock()))) return;
        await batch.write(tx);
        await announceMatches(tx, queue, account, { source: { crawl: sessionId, cycle }, ...(await tx.matchGroups.ofCrawl(sessionId, cycle)), press: 0 }, clock());
      });
      log.info({ sessionId, cycle, pages: batch.pages }, 'crawl ended');
    } finally {
      await ports.close();
    }
  },
});
export default crawl;

/** Call in the transaction that makes the session, or its next cycle, pending. */
export async function startCrawl(queries: Queries, queue: Queue, { id, cycle_count }: Pick<CrawlSessionRow, 'id' | 'cycle_count'>): Promise<void> {
  await queue.send(queries.sql, crawl, { sessionId: id, cycle: cycle_count });
}
