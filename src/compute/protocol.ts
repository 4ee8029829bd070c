/** What crosses between the main thread and a worker. */
import type { ErrorRecord } from '../core/errors.ts';
import type { TaskName } from '../scan/tasks.ts';

export interface Request {
  readonly id: number;
  readonly name: TaskName;
  readonly input: unknown;
}

export type Reply = { readonly id: number; readonly output: unknown } | { readonly id: number; readonly error: ErrorRecord };

export interface WorkerSettings {
  /** Steps of `nice` above the process. */
  readonly niceness: number;
}

export interface HostSettings extends WorkerSettings {
  /** MiB of JavaScript heap of one thread. */
  readonly heapMb: number;
}
