/** GET /v1/scan-overview — the team's scans in a span of days, as JSON or CSV. */
import type { Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { toOverviewCsv, toOverviewEntry } from './from-core.ts';
import { OverviewQuery, readSpan, type Span } from './overview-span.ts';
import { ERRORS, type OverviewEntry, type OverviewReply } from './wire.ts';

const DAY_MS = 86_400_000;

export const getScanOverview: Routes = async (app, { store }) => {
  app.get('/scan-overview', {
    schema: { tags: ['imagetwin'], summary: 'Scans made in a span of days, UTC, both days included', querystring: OverviewQuery, response: ERRORS },
    config: { imagetwinBucket: 'scan-overview' },
  }, async (request, reply) => {
    const span = await readSpan(request);
    const rows = await store.scans.overview(callerOf(request).team, span.from, new Date(span.to.getTime() + DAY_MS));
    return sendOverview(reply, span, rows.map(toOverviewEntry));
  });
};

interface Reply<R> {
  header(name: string, value: string): Reply<R>;
  type(type: string): Reply<R>;
  send(body: unknown): R;
}

export function sendOverview<R>(reply: Reply<R>, { startDate, endDate, format }: Span, scans: readonly OverviewEntry[]): R {
  if (format === 'json') return reply.send({ startDate, endDate, scans: [...scans] } satisfies OverviewReply);
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="scan-overview_${startDate}_${endDate}.csv"`)
    .send(toOverviewCsv(scans));
}
