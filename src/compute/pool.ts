/** The worker pool: lanes for scans, for what people wait for, for reports, and for what may kill its process. Threads start when first needed. */
import type { TaskInput, TaskName, TaskOutput } from '../scan/tasks.ts';
import type { Compute, RunOptions } from './compute.ts';
import { openProcess, openThread } from './host.ts';
import { Lane } from './lane.ts';

export interface PoolSettings {
  readonly workers: number;
  /** ms, for a task that names none. */
  readonly timeoutMs: number;
}

export function openPool({ workers, timeoutMs: standard }: PoolSettings): Compute {
  const lanes = {
    scan: new Lane({ hosts: workers, heapMb: 1024, niceness: 10, open: openThread }),
    serve: new Lane({ hosts: 2, heapMb: 512, niceness: 2, open: openThread }),
    report: new Lane({ hosts: 1, heapMb: 512, niceness: 5, open: openThread }),
    apart: new Lane({ hosts: workers, heapMb: 1024, niceness: 10, open: openProcess }),
  };
  return {
    workers,
    run: <N extends TaskName>(name: N, input: TaskInput<N>, { lane = 'scan', timeoutMs = standard, signal }: RunOptions = {}) =>
      lanes[lane].run(name, input, { timeoutMs, ...(signal ? { signal } : {}) }) as Promise<TaskOutput<N>>,
    async close() {
      await Promise.all(Object.values(lanes).map((one) => one.close()));
    },
  };
}
