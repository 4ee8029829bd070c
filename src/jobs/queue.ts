/** pg-boss in our own database: a job is sent in the transaction of the data it announces, so none is lost and none is a phantom. */
import { PgBoss } from 'pg-boss';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Database, Sql } from '../store/sql.ts';
import type { JobContext } from './context.ts';
import type { JobDefinition } from './job.ts';

export interface SendOptions {
  /** s from now. */
  readonly afterSeconds?: number;
}

export interface Queue {
  /** Sends within the caller's transaction: it exists if and only if that commits. */
  send<S extends TSchema>(sql: Sql, job: JobDefinition<S>, payload: Static<S>, options?: SendOptions): Promise<void>;
  /** Gives back what a process took and, since nobody else works here, was killed over: it is tried again at once, not after its heartbeat is missed. */
  reclaim(jobs: readonly JobDefinition[]): Promise<void>;
  /** Starts to work on these jobs. */
  work(jobs: readonly JobDefinition[], context: JobContext): Promise<void>;
  /** Stops taking jobs and lets the running ones go on for `graceMs`; what is left is retried by the next process. */
  stop(graceMs: number): Promise<void>;
}

/** pg-boss copies the payload of a job that failed for good to this queue. */
const givenUpQueue = (job: JobDefinition): string => `${job.name}-given-up`;

export async function openQueue(database: Database, jobs: readonly JobDefinition[], onError: (error: Error) => void): Promise<Queue> {
  const boss = new PgBoss({
    ...(database.connection as object), max: 6, application_name: 'touchstone-jobs',
    useListenNotify: true, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5, queueCacheIntervalSeconds: 5,
  });
  boss.on('error', onError);
  await boss.start();
  for (const job of jobs) await declare(boss, job);

  return {
    async send(sql, job, payload, { afterSeconds } = {}) {
      await boss.send(job.name, payload as object, {
        ...(afterSeconds === undefined ? {} : { startAfter: new Date(Date.now() + afterSeconds * 1000) }),
        db: { executeSql: (text, values) => sql.query(text, values ?? []) },
      });
    },
    async reclaim(taken) {
      for (const name of taken.flatMap((job) => (job.givenUp ? [job.name, givenUpQueue(job)] : [job.name]))) {
        const orphans = await database<{ id: string }>`select id from pgboss.job where name = ${name} and state = 'active'`;
        if (orphans.length > 0) await boss.fail(name, orphans.map(({ id }) => id), { message: 'the process that had taken it ended' });
      }
    },
    async work(wanted, context) {
      for (const job of wanted) {
        const options = { localConcurrency: job.concurrency, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5, batchSize: 1 };
        await boss.work<unknown>(job.name, options, async ([one]) => {
          if (one) await job.run(Value.Parse(job.payload, one.data ?? {}), context);
        });
        const { givenUp } = job;
        if (givenUp) {
          await boss.work<unknown>(givenUpQueue(job), { pollingIntervalSeconds: 2 }, async ([one]) => {
            if (one) await givenUp(Value.Parse(job.payload, one.data ?? {}), context);
          });
        }
        if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: 'UTC' });
      }
    },
    stop: (graceMs) => boss.stop({ graceful: true, timeout: Math.max(1000, graceMs), close: true }),
  };
}

async function declare(boss: PgBoss, job: JobDefinition): Promise<void> {
  if (job.givenUp && !(await boss.getQueue(givenUpQueue(job)))) await boss.createQueue(givenUpQueue(job));
  const options = {
    ...(job.givenUp ? { deadLetter: givenUpQueue(job) } : {}),
    retryLimit: job.retries, retryDelay: 1, retryBackoff: true, retryDelayMax: 60,
    expireInSeconds: job.expireSeconds, heartbeatSeconds: job.heartbeatSeconds, notify: true,
    retentionSeconds: 90 * 86400, deleteAfterSeconds: 86400,
  };
  if (await boss.getQueue(job.name)) await boss.updateQueue(job.name, options);
  else await boss.createQueue(job.name, options);
}
