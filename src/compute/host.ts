/** What runs tasks one at a time: a worker thread, or a process with one worker thread in it. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { HostSettings, Reply, Request, WorkerSettings } from './protocol.ts';

export interface Host {
  post(request: Request): void;
  onReply(tell: (reply: Reply) => void): void;
  /** May tell more than once. Without an error: it just ended. */
  onDeath(tell: (error?: Error & { readonly code?: string }) => void): void;
  /** Whether it keeps the process from ending. */
  hold(on: boolean): void;
  kill(): Promise<unknown>;
}

export function openThread({ heapMb, niceness }: HostSettings): Host {
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { niceness } satisfies WorkerSettings,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  worker.unref();
  return {
    post: (request) => worker.postMessage(request),
    onReply: (tell) => void worker.on('message', tell),
    onDeath: (tell) => void worker.on('error', tell).on('exit', () => tell()),
    hold: (on) => (on ? worker.ref() : worker.unref()),
    kill: () => worker.terminate(),
  };
}

/** Costs some 40 MB and copies what crosses; in return a fault of native code, or of the system's memory, ends only this. */
export function openProcess(settings: HostSettings): Host {
  const child = fork(fileURLToPath(new URL('apart.ts', import.meta.url)), [JSON.stringify(settings)], {
    serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const hold = (on: boolean): void => {
    for (const handle of [child, child.channel]) {
      if (on) handle?.ref();
      else handle?.unref();
    }
  };
  hold(false);
  return {
    post: (request) => void child.send(request),
    onReply: (tell) => void child.on('message', (reply) => tell(reply as Reply)),
    onDeath: (tell) => void child.on('error', tell).on('exit', () => tell()),
    hold,
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}
