/** The worker pool: a lane for scans, and one thread that only serves people. */
import type { TaskInput, TaskName, TaskOutput } from '../scan/tasks.ts';
import type { Compute, RunOptions } from './compute.ts';
import { Lane } from './lane.ts';

export interface PoolSettings {
  readonly workers: number;
  /** ms, for a task that names none. */
  readonly timeoutMs: number;
}

export function openPool({ workers, timeoutMs: standard }: PoolSettings): Compute {
  const lanes = {
    scan: new Lane({ threads: workers, heapMb: 1024, niceness: 10 }),
    serve: new Lane({ threads: 1, heapMb: 512, niceness: 2 }),
  };
  return {
    workers,
    run: <N extends TaskName>(name: N, input: TaskInput<N>, { lane = 'scan', timeoutMs = standard, signal }: RunOptions = {}) =>
      lanes[lane].run(name, input, { timeoutMs, ...(signal ? { signal } : {}) }) as Promise<TaskOutput<N>>,
    async close() {
      await Promise.all([lanes.scan.close(), lanes.serve.close()]);
    },
  };
}
