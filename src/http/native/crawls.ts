/** What the reference has no call for: pausing, going on, crawling again, settings, schedule, progress, and the credit lines looked for. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ConflictError, NotFoundError } from '../../core/errors.ts';
import { startCrawl } from '../../jobs/crawl.ts';
import type { BatchContents, CrawlBatchRow, CrawlSessionRow } from '../../store/crawls.ts';
import { requirePrincipal } from '../auth.ts';
import { deleteCrawl, newCrawl } from '../crawls.ts';
import { contentDisposition } from '../file-names.ts';
import type { HttpServices, Routes } from '../services.ts';
import { BatchView, CrawlInput, CrawlList, CrawlSettingsInput, CrawlView, CreditLines } from './crawls-wire.ts';
import { sendEvents } from './event-stream.ts';

const tags = ['crawls'];
const Id = Type.Object({ id: Type.String() });

export const crawls: Routes = async (app, services) => {
  const { store, queue, clock } = services;
  const own = async (request: FastifyRequest): Promise<CrawlSessionRow> => {
    const { account } = await requirePrincipal(request, services);
    const { id } = request.params as { id: string };
    const row = /^\d{1,15}$/.test(id) ? await store.crawls.find(Number(id), account.id) : undefined;
    if (!row) throw new NotFoundError('not-found', 'there is no such crawling session');
    return row;
  };

  // Who asks, and whether it is theirs, is judged before what they sent.
  app.addHook('preValidation', async (request) => {
    await requirePrincipal(request, services);
    if (request.params !== null && typeof request.params === 'object' && 'id' in request.params) await own(request);
  });

  app.get('/crawls', { schema: { tags, summary: 'The newest crawling sessions with their progress', response: { 200: CrawlList } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const rows = await store.crawls.list({ accountId: account.id }, { limit: 100, backwards: false });
    return { crawls: await Promise.all(rows.map((row) => toView(row, services))), browser: services.config.chromiumPath !== undefined };
  });

  app.post('/crawls', { schema: { tags, summary: 'Begin to crawl a site', body: CrawlInput, response: { 201: CrawlView } } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const { url, ...options } = request.body;
    return reply.code(201).send(await toView(await newCrawl(account, url, options, services), services));
  });

  app.get('/crawls/:id', { schema: { tags, summary: 'A session and how far its crawl is', params: Id, response: { 200: CrawlView } } }, async (request) => toView(await own(request), services));

  app.patch('/crawls/:id', { schema: { tags, summary: 'Change delays, search, and the schedule', params: Id, body: CrawlSettingsInput, response: { 200: CrawlView } } }, async (request) => {
    const row = await own(request);
    const { crawlDelay, downloadDelay, downloadTimeout, search, render, repeatAfter } = request.body;
    const changed = await store.crawls.configure(row.id, row.account_id, {
      crawl_delay: crawlDelay ?? row.crawl_delay, download_delay: downloadDelay ?? row.download_delay, download_timeout: downloadTimeout ?? row.download_timeout,
      search: search ?? row.search, render: render ?? row.render, repeat_after: repeatAfter === undefined ? row.repeat_after : repeatAfter,
    }, clock());
    return toView(changed ?? row, services);
  });

  app.delete('/crawls/:id', { schema: { tags, summary: 'End a session and delete its batches', params: Id, response: { 204: Type.Null() } } }, async (request, reply) => {
    const row = await own(request);
    await deleteCrawl(row.id, row.account_id, services);
    return reply.code(204).send(null);
  });

  app.post('/crawls/:id/pause', { schema: { tags, summary: 'Pause; the frontier is kept', params: Id, response: { 200: CrawlView } } }, async (request) => {
    const row = await own(request);
    if (!(await store.crawls.move(row.id, ['pending', 'running'], 'paused'))) throw new ConflictError('conflict', `a session that is ${row.state} cannot be paused`);
    return toView(await own(request), services);
  });

  app.post('/crawls/:id/resume', { schema: { tags, summary: 'Go on where it was paused', params: Id, response: { 200: CrawlView } } }, async (request) => {
    const row = await own(request);
    const moved = await store.transaction(async (tx) => {
      const went = await tx.crawls.move(row.id, ['paused'], 'pending');
      if (went) await startCrawl(tx, queue, row);
      return went;
    });
    if (!moved) throw new ConflictError('conflict', `a session that is ${row.state} cannot be resumed`);
    return toView(await own(request), services);
  });

  app.post('/crawls/:id/crawl', { schema: { tags, summary: 'Crawl again, from the state of the last crawl', params: Id, response: { 200: CrawlView } } }, async (request) => {
    const row = await own(request);
    const next = await store.transaction(async (tx) => {
      const begun = await tx.crawls.beginCycle(row.id, row.account_id, clock());
      if (begun) await startCrawl(tx, queue, begun);
      return begun;
    });
    if (!next) throw new ConflictError('conflict', `a session that is ${row.state} cannot be crawled again yet`);
    return toView(next, services);
  });

  app.get('/crawls/:id/events', {
    exposeHeadRoute: false,
    schema: { tags, summary: 'Progress of a crawl as server-sent events, until it is over or paused', params: Id, produces: ['text/event-stream'] },
  }, async (request, reply) => {
    const { id, account_id } = await own(request);
    return sendEvents(request, reply, async () => {
      const row = await store.crawls.find(id, account_id);
      return row && toView(row, services);
    }, services);
  });

  app.get('/crawls/:id/batches', { schema: { tags, summary: 'What each crawl of a session found, newest first, with its files', params: Id, response: { 200: Type.Object({ batches: Type.Array(BatchView) }) } } }, async (request) => {
    const { id, account_id } = await own(request);
    const rows = await store.batches.list({ accountId: account_id, sessionId: id }, { limit: 100, backwards: false });
    return { batches: rows.map(toBatchView) };
  });

  app.get('/crawls/:id/batches/:batch/:part/:file', {
    schema: { tags, summary: 'A file of a batch: log (gzipped CSV), tar, warc', params: Type.Object({ id: Type.String(), batch: Type.String(), part: Type.String(), file: Type.String() }), produces: ['application/gzip', 'application/x-tar', 'application/warc'] },
  }, async (request, reply) => {
    const { id, account_id } = await own(request);
    const { batch, part, file } = request.params;
    const row = /^\d{1,15}$/.test(batch) ? await store.batches.find(Number(batch), account_id) : undefined;
    const linkId = row?.session_id === id ? Object.entries(row.contents).find(([name]) => name === part)?.[1] : undefined;
    const found = file === 'log' || file === 'tar' || file === 'warc' ? linkId?.[file] : undefined;
    const link = found === undefined ? undefined : await store.links.find(found, clock());
    if (!link) throw new NotFoundError('not-found', 'this crawl has no such file');
    return reply.type(link.type).header('content-disposition', contentDisposition('attachment', link.name)).send(Buffer.from(await services.blobs.read(link.sha256)));
  });

  app.get('/account/credit-lines', { schema: { tags: ['account'], summary: 'Credit lines looked for on the web', response: { 200: CreditLines } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    return { lines: [...account.credit_lines] };
  });

  app.put('/account/credit-lines', { schema: { tags: ['account'], summary: 'Replace the credit lines', body: CreditLines, response: { 200: CreditLines } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    await store.accounts.setCreditLines(account.id, request.body.lines);
    return request.body;
  });
};

function toBatchView({ id, session_id, cycle, ctime, contents, rendering }: CrawlBatchRow): BatchView {
  const part = (name: keyof BatchContents): BatchView['pages'] => {
    const { count, ...links } = contents[name];
    return { count, ...Object.fromEntries(Object.keys(links).map((file) => [file, `/native/v1/crawls/${session_id}/batches/${id}/${name}/${file}`])) };
  };
  return { id, cycle, endedAt: ctime.toISOString(), pages: part('pages'), images: part('images'), videos: part('videos'), documents: part('documents'), rendering };
}

async function toView(row: CrawlSessionRow, { store }: HttpServices): Promise<CrawlView> {
  const { done, open, pages, images } = await store.frontier.progress(row.id, row.cycle_count);
  return {
    id: row.id, startUrls: [...row.start_urls], state: row.state, cycle: row.cycle_count, crawlDelay: row.crawl_delay, downloadDelay: row.download_delay, downloadTimeout: row.download_timeout,
    search: row.search, render: row.render, repeatAfter: row.repeat_after, nextAt: row.next_at?.toISOString() ?? null, createdAt: row.ctime.toISOString(), startedAt: row.stime.toISOString(),
    progress: { done, open, pages, images, workedMs: row.worked_ms, bytes: row.received_bytes }, matches: await store.matchGroups.ofSession(row.id),
  };
}
