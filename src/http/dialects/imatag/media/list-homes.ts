/** What stands above the homes: one's own, and the folders that others opened. */
import type { FastifyRequest } from 'fastify';
import { locateById, type Located } from '../../../../registry/media-access.ts';
import type { HttpServices } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { readPage } from '../pages.ts';
import { toTimestamp } from '../wire.ts';
import { toMedia } from './from-core.ts';
import type { FolderListing, MediaObject } from './wire.ts';

export async function listHomes(request: FastifyRequest, services: HttpServices): Promise<FolderListing> {
  const { store, clock, baseUrl } = services;
  const caller = callerOf(request);
  const home = await store.media.home(caller.id, caller.name, clock());
  const opened = await Promise.all((await store.mediaGrants.givenTo(caller.id)).map(({ folder_id }) => locateById(caller, folder_id, store)));
  const all = await Promise.all([
    toMedia(home, [home.name], services),
    ...opened.map(({ medium, steps }: Located) => toMedia(medium, steps.map(({ name }) => name), services)),
  ]);
  const sorted = all.toSorted(byPath);
  const { objects, ...paging } = await readPage<MediaObject>(request, services, {
    scope: `media/homes/${caller.id}`,
    count: async () => sorted.length,
    load: async ({ limit, from, backwards }) => {
      const rest = from === undefined ? sorted : sorted.filter(({ path }) => (backwards ? path < String(from[0]) : path > String(from[0])));
      return (backwards ? rest.toReversed() : rest).slice(0, limit);
    },
    keyOf: ({ path }) => [path],
  });
  return { children: [...objects], created: toTimestamp(home.created_at), path: '', type: 'folder', url: `${baseUrl()}/api/v1/media/`, ...paging };
}

const byPath = (a: MediaObject, b: MediaObject): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
