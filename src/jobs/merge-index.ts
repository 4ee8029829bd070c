/** Packs what was enrolled in the reference index lately. Safe to run twice, and beside itself: the slower one throws its work away. */
import { Type } from 'typebox';
import { defineJob } from './job.ts';

export default defineJob({
  name: 'merge-index',
  payload: Type.Object({}),
  retries: 1,
  heartbeatSeconds: 60,
  expireSeconds: 3600,
  concurrency: 1,
  cron: '*/5 * * * *',

  async run(_, { index, log }) {
    const images = await index.merge();
    if (images > 0) log.info({ images }, 'index merged');
  },
});
