/** A queue of tasks over a fixed number of worker threads. A thread that is too slow, too big or broken is ended and replaced; it costs one task. */
import { Worker } from 'node:worker_threads';
import { fromErrorRecord, InputError, UnavailableError } from '../core/errors.ts';
import type { TaskName } from '../scan/tasks.ts';
import type { Reply, WorkerSettings } from './protocol.ts';

export interface LaneSettings extends WorkerSettings {
  readonly threads: number;
  /** MiB of JavaScript heap of one thread. */
  readonly heapMb: number;
}

interface Task {
  readonly name: TaskName;
  readonly input: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  /** Settles the running task; undefined when free. */
  end?: (reply: Reply | Error) => void;
}

export class Lane {
  readonly #settings: LaneSettings;
  readonly #waiting: Task[] = [];
  readonly #threads = new Set<Thread>();
  #nextId = 1;
  #closed = false;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
  }

  run(name: TaskName, input: unknown, { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal }): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, input, timeoutMs, ...(signal ? { signal } : {}), resolve, reject });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#waiting.splice(0)) task.reject(cancelled());
    await Promise.all([...this.#threads].map((thread) => this.#retire(thread, cancelled())));
  }

  #dispatch(): void {
    while (!this.#closed && this.#waiting.length > 0) {
      const thread = [...this.#threads].find((candidate) => !candidate.end) ?? this.#start();
      if (!thread) return;
      const task = this.#waiting.shift();
      if (task) this.#give(thread, task);
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.#settings.threads) return undefined;
    const worker = new Worker(new URL('worker.ts', import.meta.url), {
      workerData: { niceness: this.#settings.niceness } satisfies WorkerSettings,
      resourceLimits: { maxOldGenerationSizeMb: this.#settings.heapMb },
    });
    worker.unref();
    const thread: Thread = { worker };
    this.#threads.add(thread);
    worker.on('message', (reply: Reply) => thread.end?.(reply));
    worker.on('error', (error: Error & { code?: string }) => {
      const code = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'compute/out-of-memory' : 'compute/crashed';
      void this.#retire(thread, new UnavailableError(code, `a worker ended while it examined an image: ${error.message}`, {}, { cause: error }));
    });
    worker.on('exit', () => void this.#retire(thread, new UnavailableError('compute/crashed', 'a worker ended while it examined an image')));
    return thread;
  }

  #give(thread: Thread, task: Task): void {
    if (task.signal?.aborted) {
      task.reject(cancelled());
      return;
    }
    const seconds = Math.round(task.timeoutMs / 1000);
    const timer = setTimeout(() => {
      void this.#retire(thread, new UnavailableError('compute/timeout', `${task.name} took longer than ${seconds} s and was ended`, { seconds }));
    }, task.timeoutMs);
    const abort = (): void => void this.#retire(thread, cancelled());
    task.signal?.addEventListener('abort', abort, { once: true });

    thread.worker.ref();
    thread.end = (reply) => {
      delete thread.end;
      clearTimeout(timer);
      task.signal?.removeEventListener('abort', abort);
      thread.worker.unref();
      if (reply instanceof Error) task.reject(reply);
      else if ('error' in reply) task.reject(fromErrorRecord(reply.error));
      else task.resolve(reply.output);
      this.#dispatch();
    };
    thread.worker.postMessage({ id: this.#nextId++, name: task.name, input: task.input });
  }

  async #retire(thread: Thread, reason: Error): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    const gone = thread.worker.terminate();
    thread.end?.(reason);
    await gone;
    this.#dispatch();
  }
}

const cancelled = (): Error => new InputError('scan/cancelled', 'the scan was cancelled');
