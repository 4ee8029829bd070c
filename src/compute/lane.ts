/** A queue of tasks over a fixed number of hosts, threads or processes. One that is too slow, too big or broken is ended and replaced; it costs one task. */
import { fromErrorRecord, InputError, UnavailableError } from '../core/errors.ts';
import type { TaskName } from '../scan/tasks.ts';
import type { Host } from './host.ts';
import type { HostSettings, Reply } from './protocol.ts';

export interface LaneSettings extends HostSettings {
  /** At most. */
  readonly hosts: number;
  open(settings: HostSettings): Host;
}

interface Task {
  readonly name: TaskName;
  readonly input: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

interface Seat {
  readonly host: Host;
  /** Settles the running task; undefined when free. */
  end?: (reply: Reply | Error) => void;
}

export class Lane {
  readonly #settings: LaneSettings;
  readonly #waiting: Task[] = [];
  readonly #seats = new Set<Seat>();
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
    await Promise.all([...this.#seats].map((seat) => this.#retire(seat, cancelled())));
  }

  #dispatch(): void {
    while (!this.#closed && this.#waiting.length > 0) {
      const seat = [...this.#seats].find((candidate) => !candidate.end) ?? this.#start();
      if (!seat) return;
      const task = this.#waiting.shift();
      if (task) this.#give(seat, task);
    }
  }

  #start(): Seat | undefined {
    if (this.#seats.size >= this.#settings.hosts) return undefined;
    const host = this.#settings.open(this.#settings);
    const seat: Seat = { host };
    this.#seats.add(seat);
    host.onReply((reply) => seat.end?.(reply));
    host.onDeath((error) => {
      const code = error?.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'compute/out-of-memory' : 'compute/crashed';
      void this.#retire(seat, new UnavailableError(code, `a worker ended while it examined an image${error ? `: ${error.message}` : ''}`, {}, error ? { cause: error } : undefined));
    });
    return seat;
  }

  #give(seat: Seat, task: Task): void {
    if (task.signal?.aborted) {
      task.reject(cancelled());
      return;
    }
    const seconds = Math.round(task.timeoutMs / 1000);
    const timer = setTimeout(() => {
      void this.#retire(seat, new UnavailableError('compute/timeout', `${task.name} took longer than ${seconds} s and was ended`, { seconds }));
    }, task.timeoutMs);
    const abort = (): void => void this.#retire(seat, cancelled());
    task.signal?.addEventListener('abort', abort, { once: true });

    seat.host.hold(true);
    seat.end = (reply) => {
      delete seat.end;
      clearTimeout(timer);
      task.signal?.removeEventListener('abort', abort);
      seat.host.hold(false);
      if (reply instanceof Error) task.reject(reply);
      else if ('error' in reply) task.reject(fromErrorRecord(reply.error));
      else task.resolve(reply.output);
      this.#dispatch();
    };
    seat.host.post({ id: this.#nextId++, name: task.name, input: task.input });
  }

  async #retire(seat: Seat, reason: Error): Promise<void> {
    if (!this.#seats.delete(seat)) return;
    const gone = seat.host.kill();
    seat.end?.(reason);
    await gone;
    this.#dispatch();
  }
}

const cancelled = (): Error => new InputError('scan/cancelled', 'the scan was cancelled');
