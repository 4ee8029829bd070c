/** Reads an issue of the press. Safe to run twice: each page's matches are written once. */
import { Type } from 'typebox';
import { AppError } from '../core/errors.ts';
import { readIssue } from '../registry/press/read-issue.ts';
import type { PressIssueRow } from '../store/press.ts';
import type { Queries } from '../store/store.ts';
import { announceMatches } from './deliver-callback.ts';
import { defineJob } from './job.ts';
import type { Queue } from './queue.ts';

const readPress = defineJob({
  name: 'read-press',
  payload: Type.Object({ issueId: Type.Integer() }),
  // A kill of the process costs one of them and the page that was being read.
  retries: 50,
  heartbeatSeconds: 30,
  expireSeconds: 6 * 3600,
  concurrency: 1,

  async run({ issueId }, context) {
    const { store, queue, clock, log, signal } = context;
    const issue = await store.press.start(issueId);
    if (!issue) return;
    try {
      const matches = await readIssue(issue, context);
      await store.transaction(async (tx) => {
        if (!(await tx.press.end(issueId, 'done', null, clock()))) return;
        for (const { id, n } of await tx.press.found(issueId)) await announceMatches(tx, queue, await tx.accounts.get(id), { source: { press: issueId }, web: 0, credit: 0, press: n }, clock());
      });
      log.info({ issueId, matches }, 'press issue read');
    } catch (error) {
      // A stop of the process or a fault of the database is not the file's: the job is tried again.
      if (signal.aborted || !(error instanceof AppError) || /^(store|blob)\//.test(error.code)) throw error;
      log.info({ issueId, code: error.code }, 'press issue failed');
      await store.press.end(issueId, 'failed', { code: error.code, message: error.message }, clock());
    }
  },

  async givenUp({ issueId }, { store, clock }) {
    await store.press.end(issueId, 'failed', { code: 'internal', message: 'reading this issue was tried several times and broke off each time; the matches of the pages that were read are kept' }, clock());
  },
});
export default readPress;

/** Call in the transaction that makes the issue. */
export async function startReading(tx: Queries, queue: Queue, { id }: Pick<PressIssueRow, 'id'>): Promise<void> {
  await queue.send(tx.sql, readPress, { issueId: id });
}
