/** Begins the crawls whose time has come again. */
import { Type } from 'typebox';
import { startCrawl } from './crawl.ts';
import { defineJob } from './job.ts';

export default defineJob({
  name: 'repeat-crawls',
  payload: Type.Object({}),
  retries: 1,
  heartbeatSeconds: 30,
  expireSeconds: 120,
  concurrency: 1,
  cron: '* * * * *',

  async run(_, { store, queue, clock }) {
    for (const id of await store.crawls.due(clock())) {
      await store.transaction(async (tx) => {
        const session = await tx.crawls.beginCycle(id, undefined, clock());
        if (session) await startCrawl(tx, queue, session);
      });
    }
  },
});
