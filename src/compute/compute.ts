/** The worker-thread boundary: bytes in, findings and encoded pictures out; pixels never cross. */
import type { TaskInput, TaskName, TaskOutput } from '../scan/tasks.ts';

/**
 * `scan` shares the WORKERS threads. `serve` has threads of its own, so that a person never waits for a scan; `report` has one, so that
 * pictures never wait for a report. `apart` is for the steps of a scan that the process did not outlive: each runs in a process of its
 * own, so that what kills it kills nothing else.
 */
export type LaneName = 'scan' | 'serve' | 'report' | 'apart';

export interface RunOptions {
  /** Default `scan`. */
  readonly lane?: LaneName;
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
