/** Runs tasks in the calling thread, for the evaluation and tests: same tasks, same answers, no deadline. */
import { TASKS, type TaskInput, type TaskName, type TaskOutput } from '../scan/tasks.ts';
import type { Compute } from './compute.ts';

export const inlineCompute: Compute = {
  workers: 1,
  run: async <N extends TaskName>(name: N, input: TaskInput<N>) => TASKS[name](input) as Promise<TaskOutput<N>>,
  close: async () => {},
};
