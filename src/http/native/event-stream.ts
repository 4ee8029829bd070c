/** Progress as server-sent events: one `progress` event a change, the last one in an end state. */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpServices } from '../services.ts';

const POLL_MS = 500;
const HEARTBEAT_MS = 15_000;
const ENDED: ReadonlySet<string> = new Set(['finished', 'failed', 'cancelled', 'done', 'paused']);

/** @param ask what it is now; undefined when it was deleted meanwhile, which ends the stream. */
export function sendEvents(request: FastifyRequest, reply: FastifyReply, ask: () => Promise<{ readonly state: string } | undefined>, { closing }: Pick<HttpServices, 'closing'>): FastifyReply {
  const first = Number(request.headers['last-event-id'] ?? 0);
  const stream = Readable.from(follow(ask, Number.isSafeInteger(first) ? first : 0, closing), { objectMode: false });
  const stop = (): void => void stream.destroy();
  closing.addEventListener('abort', stop, { once: true });
  stream.once('close', () => closing.removeEventListener('abort', stop));
  return reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).send(stream);
}

async function* follow(ask: () => Promise<{ readonly state: string } | undefined>, lastId: number, closing: AbortSignal): AsyncGenerator<string> {
  let told = '';
  let id = lastId;
  let silentMs = 0;
  while (!closing.aborted) {
    const now = await ask();
    if (!now) return;
    const data = JSON.stringify(now);
    if (data !== told) {
      told = data;
      silentMs = 0;
      yield `id: ${++id}\nevent: progress\ndata: ${data}\n\n`;
    } else if (silentMs >= HEARTBEAT_MS) {
      silentMs = 0;
      yield ': still here\n\n'; // keeps proxies from closing the connection
    }
    if (ENDED.has(now.state)) return;
    await pause(POLL_MS, undefined, { ref: false });
    silentMs += POLL_MS;
  }
}
