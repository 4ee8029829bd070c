/** Progress as server-sent events: one `progress` event a change, the last one in an end state. */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { toScanSummary } from '../scan-view.ts';
import type { HttpServices, Routes } from '../services.ts';
import { readableScan, type ScanAccess } from './scan-access.ts';

const POLL_MS = 500;
const HEARTBEAT_MS = 15_000;
const ENDED = new Set(['finished', 'failed', 'cancelled']);

export const events: Routes = async (app, services) => {
  app.get('/scans/:ref/events', {
    exposeHeadRoute: false,
    schema: { tags: ['scans'], summary: 'Progress of a scan as server-sent events', params: Type.Object({ ref: Type.String() }), produces: ['text/event-stream'] },
  }, async (request, reply) => {
    const access = await readableScan(request, request.params.ref, services);
    const first = Number(request.headers['last-event-id'] ?? 0);
    const stream = Readable.from(follow(access, Number.isSafeInteger(first) ? first : 0, services), { objectMode: false });
    const stop = (): void => void stream.destroy();
    services.closing.addEventListener('abort', stop, { once: true });
    stream.once('close', () => services.closing.removeEventListener('abort', stop));
    return reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).send(stream);
  });
};

async function* follow({ scan, ...access }: ScanAccess, lastId: number, services: HttpServices): AsyncGenerator<string> {
  const { store, clock, closing } = services;
  let told = '';
  let id = lastId;
  let silentMs = 0;
  while (!closing.aborted) {
    const now = await store.scans.get(scan.id, clock()).catch(() => undefined);
    if (!now) return; // deleted meanwhile
    const data = JSON.stringify(await toScanSummary(now, access, services));
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
