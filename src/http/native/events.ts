/** Progress of a scan. */
import { Type } from 'typebox';
import { toScanSummary } from '../scan-view.ts';
import type { Routes } from '../services.ts';
import { sendEvents } from './event-stream.ts';
import { readableScan } from './scan-access.ts';

export const events: Routes = async (app, services) => {
  app.get('/scans/:ref/events', {
    exposeHeadRoute: false,
    schema: { tags: ['scans'], summary: 'Progress of a scan as server-sent events', params: Type.Object({ ref: Type.String() }), produces: ['text/event-stream'] },
  }, async (request, reply) => {
    const { scan, ...access } = await readableScan(request, request.params.ref, services);
    return sendEvents(request, reply, async () => {
      const now = await services.store.scans.get(scan.id, services.clock()).catch(() => undefined);
      return now && toScanSummary(now, access, services);
    }, services);
  });
};
