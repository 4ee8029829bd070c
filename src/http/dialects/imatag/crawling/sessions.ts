/** GET, POST /crawling/sessions/ and GET, DELETE /crawling/sessions/<id>/ */
import { Type } from 'typebox';
import { InputError, NotFoundError } from '../../../../core/errors.ts';
import { deleteCrawl, newCrawl, type CrawlOptions } from '../../../crawls.ts';
import type { CrawlSessionRow } from '../../../../store/crawls.ts';
import type { Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { queryOf, readFields } from '../body.ts';
import { readSpan } from '../dates.ts';
import { readPage } from '../pages.ts';
import { readBoolean, readInteger, readText, requireText } from '../parameters.ts';
import { ERRORS, PageQuery } from '../wire.ts';
import { toCrawlSession } from './from-core.ts';
import { CrawlSession, CrawlSessionList } from './wire.ts';

const tags = ['imatag'];

export const sessions: Routes = async (app, services) => {
  const { store } = services;

  app.get('/crawling/sessions/', { schema: { tags, summary: 'Crawling sessions, newest first', querystring: PageQuery, response: { 200: CrawlSessionList, ...ERRORS } } }, async (request) => {
    const filter = { accountId: callerOf(request).id, span: readSpan(queryOf(request).values, 'ctime') };
    const { objects, ...paging } = await readPage<CrawlSessionRow>(request, services, {
      scope: `${filter.accountId}/crawling/sessions`,
      count: () => store.crawls.count(filter),
      load: ({ limit, from, backwards }) => store.crawls.list(filter, { limit, backwards, ...(from ? { after: { ctime: new Date(String(from[0])), id: Number(from[1]) } } : {}) }),
      keyOf: ({ ctime, id }) => [ctime.toISOString(), id],
    });
    return { ...paging, results: objects.map((row) => toCrawlSession(row, services)) };
  });

  app.post('/crawling/sessions/', {
    schema: { tags, summary: 'Begin to crawl a site', response: { 201: CrawlSession, ...ERRORS } }, config: { documentedBody: Type.Object({ url: Type.String() }) },
  }, async (request, reply) => {
    const { values } = readFields(request);
    const row = await newCrawl(callerOf(request), requireText(values, 'url'), readOptions(values), services);
    return reply.code(201).send(toCrawlSession(row, services));
  });

  app.get('/crawling/sessions/:id/', { schema: { tags, summary: 'A crawling session', response: { 200: CrawlSession, ...ERRORS } } }, async (request) => {
    const row = await store.crawls.find(readId(request.params), callerOf(request).id);
    if (!row) throw noSuchSession();
    return toCrawlSession(row, services);
  });

  app.delete('/crawling/sessions/:id/', { schema: { tags, summary: 'End a session and delete its batches', response: { 204: Type.Null(), ...ERRORS } } }, async (request, reply) => {
    if (!(await deleteCrawl(readId(request.params), callerOf(request).id, services))) throw noSuchSession();
    return reply.code(204).send(null);
  });
};

/** The reference names `url` alone; the other attributes of a session may be given too. */
function readOptions(values: ReadonlyMap<string, unknown>): CrawlOptions {
  const delay = readText(values, 'download_delay');
  if (delay !== undefined && !(Number(delay) >= 0 && Number(delay) <= 60)) throw new InputError('request/invalid', `download_delay is "${delay}"; expected seconds from 0 to 60`);
  const [crawlDelay, timeout, search] = [readInteger(values, 'crawl_delay', { min: 1, max: 14_400 }), readInteger(values, 'download_timeout', { min: 1, max: 120 }), readBoolean(values, 'search')];
  return {
    ...(delay === undefined ? {} : { downloadDelay: Number(delay) }), ...(crawlDelay === undefined ? {} : { crawlDelay }),
    ...(timeout === undefined ? {} : { downloadTimeout: timeout }), ...(search === undefined ? {} : { search }),
  };
}

/** An id that is none is the id of nothing. */
export function readId(params: unknown): number {
  const text = (params as { id?: string }).id ?? '';
  if (!/^\d{1,15}$/.test(text)) throw noSuchSession();
  return Number(text);
}

export function noSuchSession(): NotFoundError {
  return new NotFoundError('not-found', 'there is no such crawling session or batch');
}
