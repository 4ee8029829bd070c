/** /v1/sandbox/… — every address once more: same checks, predefined answers, nothing stored, free of charge. */
import { Type } from 'typebox';
import { NotFoundError } from '../../../core/errors.ts';
import type { Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { sendOverview } from './get-scan-overview.ts';
import { OverviewQuery, readSpan } from './overview-span.ts';
import { bodyOf, SCAN_ADDRESSES, scanRoute } from './post-scan.ts';
import { SAMPLE, sampleOverview, sampleResult } from './sample.ts';
import { withSubmission } from './to-core.ts';
import { ERRORS, ResultReply, RunningReply, STARTED } from './wire.ts';

export const sandbox: Routes = async (app, services) => {
  for (const address of SCAN_ADDRESSES) {
    const scanId = address.url === '/scanImages' ? SAMPLE.images : SAMPLE.document;
    app.post(address.url, { ...scanRoute(address, services), config: { imagetwinBucket: 'sandbox-scan', documentedBody: bodyOf(address) } }, async (request) =>
      withSubmission(request, callerOf(request), address, services, async () => ({ scanId, message: STARTED })));
  }

  app.get('/result/:scanId', {
    schema: { tags: ['imagetwin'], summary: 'Result of a predefined scan', params: Type.Object({ scanId: Type.String() }), response: { 200: ResultReply, 202: RunningReply, ...ERRORS } },
    config: { imagetwinBucket: 'sandbox-result' },
  }, async (request, reply) => {
    const sample = sampleResult(request.params.scanId, services.baseUrl(), request.id);
    if (!sample) throw new NotFoundError('scan/not-found', 'the sandbox knows only the predefined scans; see /docs/imagetwin');
    return reply.code(sample.status).send(sample.body);
  });

  app.get('/scan-overview', {
    schema: { tags: ['imagetwin'], summary: 'A predefined overview', querystring: OverviewQuery, response: ERRORS },
    config: { imagetwinBucket: 'sandbox-scan-overview' },
  }, async (request, reply) => {
    const span = await readSpan(request);
    return sendOverview(reply, span, sampleOverview(span.startDate, span.endDate, callerOf(request).email).scans);
  });
};
