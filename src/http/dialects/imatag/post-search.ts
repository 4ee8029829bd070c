/** POST /searches/ — finds copies of a picture at once, or in the background, of a document in the background only. */
import { Type } from 'typebox';
import { LimitError } from '../../../core/errors.ts';
import searchMedia from '../../../jobs/search-media.ts';
import { findMatches } from '../../../registry/find-matches.ts';
import type { AccountRow } from '../../../store/accounts.ts';
import type { SearchRow } from '../../../store/searches.ts';
import type { HttpServices, Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { toFoundMatches, toSearch } from './from-core.ts';
import { keepFile } from './keep-file.ts';
import { MEDIA_TYPE } from './post-upload.ts';
import { shortId } from './short-id.ts';
import { readSearch, type SearchRequest } from './search-request.ts';
import { ERRORS, SearchObject, SyncSearch } from './wire.ts';

const DAY_MS = 86_400_000;

const Body = Type.Object({
  file: Type.Optional(Type.String({ format: 'binary', description: 'image or PDF; excludes url' })), url: Type.Optional(Type.String()), name: Type.Optional(Type.String()),
  sync: Type.Optional(Type.Boolean({ description: 'default true for images; documents are searched in the background only' })),
  category: Type.Optional(Type.Union([Type.Literal('private'), Type.Literal('web')])), similar: Type.Optional(Type.Boolean()),
  transform: Type.Optional(Type.Union([Type.Literal('scale'), Type.Literal('affine'), Type.Literal('perspective')])),
});

export const postSearch: Routes = async (app, services) => {
  app.post('/searches/', {
    schema: { tags: ['imatag'], summary: 'Find copies of an image, or of the images of a PDF', consumes: ['multipart/form-data', 'application/json'], response: { 200: SyncSearch, 201: SearchObject, ...ERRORS } },
    config: { documentedBody: Body },
  }, async (request, reply) => {
    const account = callerOf(request);
    const search = await readSearch(request, services);
    await allow(search, account, services);
    if (!search.sync) return reply.code(201).send(await toSearch(await record(search, account, services), services));
    const { bytes, settings } = search;
    const matches = await findMatches([{ bytes }], account.id, settings, services);
    return reply.code(200).send({ status: 'complete', matches: await toFoundMatches(matches, account.id, services.clock(), services) });
  });
};

/** What the plan includes. @throws {LimitError} */
async function allow({ format }: SearchRequest, { id, document_search, searches_per_day }: AccountRow, { store, clock }: HttpServices): Promise<void> {
  if (format === 'pdf' && !document_search) throw new LimitError('search/not-allowed', 'searching documents is not part of your plan');
  if (searches_per_day === null) return;
  const { allowed, resetMs } = await store.rates.take(`imatag/searches/${id}`, { limit: searches_per_day, windowMs: DAY_MS }, clock());
  if (!allowed) throw new LimitError('request/rate-limited', `your plan has ${searches_per_day} searches in 24 hours`, { retryAfterSeconds: Math.ceil(resetMs / 1000) });
}

/** After it, the query and the order to search are on disk. @returns the search as it was recorded: pending, however soon a worker takes it */
async function record({ bytes, format, name, settings }: SearchRequest, account: AccountRow, services: HttpServices): Promise<SearchRow> {
  const { store, queue, clock, config } = services;
  const link = await keepFile({ accountId: account.id, bytes, type: MEDIA_TYPE[format], name: fileName(name, format) }, services);
  const [id, now] = [shortId(), clock()];
  return store.transaction(async (tx) => {
    await tx.searches.insert({
      id, account_id: account.id, name, type: format === 'pdf' ? 'document' : 'image', link_id: link.id, options: settings,
      created_at: now, expires_at: new Date(now.getTime() + config.retentionMs),
    });
    await queue.send(tx.sql, searchMedia, { searchId: id });
    return tx.searches.get(id, account.id);
  });
}

const fileName = (name: string, format: string): string => (/\.\w{2,5}$/.test(name) ? (name.split(/[/\\]/).at(-1) ?? 'query') : `query.${format}`);
