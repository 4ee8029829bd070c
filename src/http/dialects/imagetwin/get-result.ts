/** GET /v1/result/{scanId} — 200 finished, 202 running, 500 failed, 404 not yours or no longer kept. */
import { Type } from 'typebox';
import { scanOf } from '../../native/scan-access.ts';
import type { Routes } from '../../services.ts';
import { shareToken } from '../../share-token.ts';
import { callerOf } from './auth.ts';
import { toFailedReply, toLinks, toResultReply, toRunningReply } from './from-core.ts';
import { sampleResult } from './sample.ts';
import { ERRORS, ResultReply, RunningReply } from './wire.ts';

export const getResult: Routes = async (app, services) => {
  const { store, baseUrl } = services;
  app.get('/result/:scanId', {
    schema: { tags: ['imagetwin'], summary: 'Result of a scan', params: Type.Object({ scanId: Type.String() }), response: { 200: ResultReply, 202: RunningReply, ...ERRORS } },
    config: { imagetwinBucket: 'result' },
  }, async (request, reply) => {
    const { scanId } = request.params;
    const sample = sampleResult(scanId, baseUrl(), request.id);
    if (sample) return reply.code(sample.status).send(sample.body);

    const scan = await scanOf(callerOf(request), scanId, services);
    if (scan.state === 'queued' || scan.state === 'running') return reply.code(202).send(toRunningReply(scan));
    if (scan.state !== 'finished') return reply.code(500).send(toFailedReply(scan, request.id));
    const { evidence } = await store.scans.evidence(scan.id);
    return toResultReply(scan, evidence, toLinks(baseUrl(), await shareToken(store, scan.id)));
  });
};
