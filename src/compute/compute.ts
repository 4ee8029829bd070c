/** The worker-thread boundary: bytes in, findings and encoded pictures out; pixels never cross. */
import type { TaskInput, TaskName, TaskOutput } from '../scan/tasks.ts';

export interface RunOptions {
  /** `scan` shares the WORKERS threads; `serve` has a thread of its own, so that a person never waits for a scan. */
  readonly lane?: 'scan' | 'serve';
  readonly signal?: AbortSignal;
  /** ms; enforced from outside: the thread is ended. */
  readonly timeoutMs?: number;
}

export interface Compute {
  /**
   * Runs one task on a free thread.
   * @throws whatever AppError the task threw; {UnavailableError} `compute/timeout`, `compute/crashed`, `compute/out-of-memory`; {InputError} `scan/cancelled` when aborted.
   */
  run<N extends TaskName>(name: N, input: TaskInput<N>, options?: RunOptions): Promise<TaskOutput<N>>;
  readonly workers: number;
  close(): Promise<void>;
}
