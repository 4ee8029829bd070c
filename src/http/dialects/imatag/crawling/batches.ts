/** GET /crawling/batches/, /crawling/batches/<id>/ and /crawling/sessions/<id>/batches/ */
import type { FastifyRequest } from 'fastify';
import type { CrawlBatchRow } from '../../../../store/crawls.ts';
import type { HttpServices, Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { queryOf } from '../body.ts';
import { readSpan } from '../dates.ts';
import { readPage } from '../pages.ts';
import { ERRORS, PageQuery } from '../wire.ts';
import { toCrawlBatch } from './from-core.ts';
import { noSuchSession, readId } from './sessions.ts';
import { CrawlBatch, CrawlBatchList } from './wire.ts';

const tags = ['imatag'];

export const batches: Routes = async (app, services) => {
  const { store } = services;
  const list = { tags, querystring: PageQuery, response: { 200: CrawlBatchList, ...ERRORS } };

  app.get('/crawling/batches/', { schema: { ...list, summary: 'Batches of all sessions, newest first' } }, async (request) => pageOf(request, undefined, services));

  app.get('/crawling/sessions/:id/batches/', { schema: { ...list, summary: 'Batches of a session, newest first' } }, async (request) => {
    const id = readId(request.params);
    if (!(await store.crawls.find(id, callerOf(request).id))) throw noSuchSession();
    return pageOf(request, id, services);
  });

  app.get('/crawling/batches/:id/', { schema: { tags, summary: 'What one crawl found', response: { 200: CrawlBatch, ...ERRORS } } }, async (request) => {
    const row = await store.batches.find(readId(request.params), callerOf(request).id);
    if (!row) throw noSuchSession();
    return toCrawlBatch(row, services);
  });
};

async function pageOf(request: FastifyRequest, sessionId: number | undefined, services: HttpServices) {
  const filter = { accountId: callerOf(request).id, span: readSpan(queryOf(request).values, 'ctime'), ...(sessionId === undefined ? {} : { sessionId }) };
  const { objects, ...paging } = await readPage<CrawlBatchRow>(request, services, {
    scope: `${filter.accountId}/crawling/batches/${sessionId ?? ''}`,
    count: () => services.store.batches.count(filter),
    load: ({ limit, from, backwards }) => services.store.batches.list(filter, { limit, backwards, ...(from ? { after: { ctime: new Date(String(from[0])), id: Number(from[1]) } } : {}) }),
    keyOf: ({ ctime, id }) => [ctime.toISOString(), id],
  });
  return { ...paging, results: await Promise.all(objects.map((row) => toCrawlBatch(row, services))) };
}
