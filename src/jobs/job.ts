/** What a job is: one file a job, file name = job name. Its payload is a schema; running it twice must be safe. */
import type { Static, TSchema } from 'typebox';
import type { JobContext } from './context.ts';

export interface JobDefinition<S extends TSchema = TSchema> {
  readonly name: string;
  readonly payload: S;
  /** Attempts after the first. */
  readonly retries: number;
  /** s; how long a worker may be silent before the job goes to another one. At least 10. */
  readonly heartbeatSeconds: number;
  /** s; the longest one attempt may take. */
  readonly expireSeconds: number;
  /** Jobs of this name that run side by side in one process. */
  readonly concurrency: number;
  /** Cron expression (UTC) of a job that runs by itself, with an empty payload. */
  readonly cron?: string;
  run(payload: Static<S>, context: JobContext): Promise<void>;
  /** Called once when every attempt failed. */
  givenUp?(payload: Static<S>, context: JobContext): Promise<void>;
}

export function defineJob<S extends TSchema>(job: JobDefinition<S>): JobDefinition<S> {
  return job;
}
