/** What the reference library holds: figures of it, pages of it, pictures, removal. */
import { Type } from 'typebox';
import { InputError, NotFoundError } from '../../core/errors.ts';
import { toDoi } from '../../registry/library/doi.ts';
import { LIBRARY } from '../../registry/library/scope.ts';
import { requirePrincipal } from '../auth.ts';
import type { Routes } from '../services.ts';
import { isFresh } from './pictures.ts';
import { entryOf, requireAdmin, toEntryView } from './reference-view.ts';
import { EntryPage, EntryView, LibraryStats, Removal, Removed } from './reference-wire.ts';

const tags = ['reference library'];
const Entry = Type.Object({ entry: Type.String() });
const Query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200, description: 'part of the name, the title or the caption' })),
  doi: Type.Optional(Type.String({ maxLength: 300 })),
  collection: Type.Optional(Type.String({ maxLength: 200, description: 'empty: what has none' })),
  cursor: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 60 })),
});

export const referenceEntries: Routes = async (app, services) => {
  const { store, index } = services;

  app.get('/reference', { schema: { tags, summary: 'How large the library is, and its collections', response: { 200: LibraryStats } } }, async (request): Promise<LibraryStats> => {
    const { account } = await requirePrincipal(request, services);
    const { images, features, packedBytes, loggedBytes, thumbnailBytes } = await store.reference.stats(LIBRARY);
    return { images, features, indexBytes: packedBytes + loggedBytes, pictureBytes: thumbnailBytes, collections: await store.reference.collections(LIBRARY), writable: account.admin };
  });

  app.get('/reference/entries', { schema: { tags, summary: 'Images of the library, newest first', querystring: Query, response: { 200: EntryPage } } }, async (request): Promise<EntryPage> => {
    const { q, doi, collection, cursor, limit = 60 } = request.query;
    const filter = { ...(q ? { words: q } : {}), ...(doi === undefined ? {} : { doi: readDoi(doi) }), ...(collection === undefined ? {} : { collection: collection || null }) };
    const rows = await store.library.page(LIBRARY, filter, { limit: limit + 1, ...(cursor === undefined ? {} : { before: Number(cursor) }) });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { entries: rows.slice(0, limit).map(toEntryView), next: last ? String(last.id) : null };
  });

  app.get('/reference/entries/:entry', { schema: { tags, summary: 'An image of the library', params: Entry, response: { 200: EntryView } } }, async (request) => toEntryView(await entryOf(request.params.entry, services)));

  app.get('/reference/entries/:entry/picture', { schema: { tags, summary: 'What it looks like, longest side at most 480 px', params: Entry, produces: ['image/jpeg'] } }, async (request, reply) => {
    const { id, sha256 } = await entryOf(request.params.entry, services);
    if (isFresh(request, reply, `${sha256} ${id}`)) return reply;
    const picture = (await index.pictures([id])).get(id);
    if (!picture) throw new NotFoundError('not-found', 'this image was removed meanwhile');
    return reply.type('image/jpeg').send(Buffer.from(picture));
  });

  app.delete('/reference/entries/:entry', {
    preValidation: async (request) => void (await requireAdmin(request, services)),
    schema: { tags, summary: 'Remove an image; it is never found again', params: Entry, response: { 204: Type.Null() } },
  }, async (request, reply) => {
    await index.remove(LIBRARY, (await entryOf(request.params.entry, services)).ref);
    return reply.code(204).send(null);
  });

  app.post('/reference/removals', {
    preValidation: async (request) => void (await requireAdmin(request, services)),
    schema: { tags, summary: 'Remove some images, a collection, or all with a DOI', body: Removal, response: { 200: Removed } },
  }, async (request): Promise<Removed> => {
    const { ids, collection, doi } = request.body;
    if ([ids, collection, doi].filter((one) => one !== undefined).length !== 1) throw new InputError('request/invalid', 'give ids, collection or doi, and only one of them');
    const refs = await store.library.refs(LIBRARY, { ...(ids ? { ids } : {}), ...(collection === undefined ? {} : { collection }), ...(doi === undefined ? {} : { doi: readDoi(doi) }) });
    return { images: refs.length === 0 ? 0 : await index.remove(LIBRARY, refs) };
  });
};

/** @throws {InputError} */
export function readDoi(text: string): string {
  const doi = toDoi(text);
  if (doi === undefined) throw new InputError('request/invalid', `"${text.slice(0, 80)}" is no DOI; expected something like 10.1234/abc`);
  return doi;
}
