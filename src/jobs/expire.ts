/** Deletes what is past its retention: scans with their evidence and decisions, searches with their matches, temporary links, blobs that nothing needs, old sessions and windows. */
import { Type } from 'typebox';
import { defineJob } from './job.ts';

const BATCH = 200;
const DAY = 86_400_000;

export default defineJob({
  name: 'expire',
  payload: Type.Object({}),
  retries: 1,
  heartbeatSeconds: 60,
  expireSeconds: 600,
  concurrency: 1,
  cron: '17 * * * *',

  async run(_, { store, blobs, clock, log, signal }) {
    let scans = 0;
    for (let n = BATCH; n === BATCH && !signal.aborted; scans += n) n = await store.scans.expire(clock(), BATCH);
    for (let n = BATCH; n === BATCH && !signal.aborted;) n = await store.transaction((tx) => tx.searches.expire(clock(), BATCH));
    await store.links.expire(clock());
    await store.markOrders.expire(clock());
    const unused = await store.blobs.takeUnused(clock());
    for (const sha256 of unused) await blobs.delete(sha256);
    await store.sessions.expire(clock());
    await store.rates.sweep(new Date(clock().getTime() - DAY));
    if (scans + unused.length > 0) log.info({ scans, blobs: unused.length }, 'expired');
  },
});
