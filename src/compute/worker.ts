/** Runs in a worker thread: one task at a time, errors as data. */
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../core/errors.ts';
import { TASKS, type TaskName } from '../scan/tasks.ts';
import type { Reply, Request, WorkerSettings } from './protocol.ts';

/** Linux lets one thread be nicer than its process: a scan never starves the thread that answers requests. */
function beNice(niceness: number): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    os.setPriority(thread, niceness);
  } catch {
    // Not Linux, or not allowed: only politeness is lost.
  }
}

const port = parentPort;
if (!port) throw new RangeError('worker.ts runs in a worker thread only');
beNice((workerData as WorkerSettings).niceness);

port.on('message', ({ id, name, input }: Request) => {
  void answer(id, name, input).then((reply) => port.postMessage(reply));
});

async function answer(id: number, name: TaskName, input: unknown): Promise<Reply> {
  try {
    return { id, output: await (TASKS[name] as (input: unknown) => unknown)(input) };
  } catch (error) {
    return { id, error: toErrorRecord(error) };
  }
}
