/** GET /searches/, GET and DELETE /searches/<id>/, GET /searches/<id>/matches/, POST /searches/<id>/cancel/ — the recorded searches of the account. */
import { Type } from 'typebox';
import { ConflictError } from '../../../core/errors.ts';
import type { Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { queryOf } from './body.ts';
import { readSpan } from './dates.ts';
import { toSearch } from './from-core.ts';
import { listMatches } from './match-list.ts';
import { readPage } from './pages.ts';
import { DateQuery, ERRORS, MatchList, PageQuery, SearchList, SearchObject } from './wire.ts';

const tags = ['imatag'];
const Id = Type.Object({ id: Type.String() });

export const searches: Routes = async (app, services) => {
  const { store, clock } = services;

  app.get('/searches/', {
    schema: { tags, summary: 'My recorded searches, newest first', querystring: Type.Object({ ...DateQuery, ...PageQuery.properties }, { additionalProperties: true }), response: { 200: SearchList, ...ERRORS } },
  }, async (request) => {
    const { id } = callerOf(request);
    const span = readSpan(queryOf(request).values);
    const { objects, ...paging } = await readPage(request, services, {
      scope: `${id}/searches`,
      count: () => store.searches.count(id, span),
      load: ({ from, ...slice }) => store.searches.list(id, { span, ...slice, ...(from ? { after: { createdAt: new Date(Number(from[0])), id: String(from[1]) } } : {}) }),
      keyOf: (row) => [row.created_at.getTime(), row.id],
    });
    return { ...paging, results: await Promise.all(objects.map((row) => toSearch(row, services))) };
  });

  app.get('/searches/:id/', { schema: { tags, summary: 'A search', params: Id, response: { 200: SearchObject, ...ERRORS } } }, async (request) =>
    toSearch(await store.searches.get(request.params.id, callerOf(request).id), services));

  app.delete('/searches/:id/', { schema: { tags, summary: 'Delete a search and its matches; one that has not ended is cancelled', params: Id, response: { 204: Type.Null(), ...ERRORS } } }, async (request, reply) => {
    const { id } = await store.searches.get(request.params.id, callerOf(request).id);
    await store.transaction(async (tx) => {
      await tx.searches.cancel(id, clock());
      await tx.searches.delete(id);
    });
    return reply.code(204).send(null);
  });

  app.post('/searches/:id/cancel/', { schema: { tags, summary: 'Cancel a search that has not ended', params: Id, response: { 200: SearchObject, ...ERRORS } } }, async (request) => {
    const { id, account_id } = await store.searches.get(request.params.id, callerOf(request).id);
    if (!(await store.searches.cancel(id, clock()))) throw new ConflictError('conflict', 'the search has ended already');
    return toSearch(await store.searches.get(id, account_id), services);
  });

  app.get('/searches/:id/matches/', { schema: { tags, summary: 'What a search found', params: Id, querystring: PageQuery, response: { 200: MatchList, ...ERRORS } } }, async (request) => {
    const { id } = await store.searches.get(request.params.id, callerOf(request).id);
    return listMatches(request, { type: 'user', searchId: id }, services);
  });
};
