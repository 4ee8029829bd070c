/** GET /media/, /media/<home>/<path> — a folder with what is in it, or a medium; GET …/matches/{web,press,user}/ — what was found of a medium. */
import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import { NotFoundError } from '../../../../core/errors.ts';
import { locate, type Located } from '../../../../registry/media-access.ts';
import type { MediaPath } from '../../../../registry/media-path.ts';
import type { AccountRow } from '../../../../store/accounts.ts';
import type { MediumRow } from '../../../../store/media.ts';
import type { HttpServices, Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { listMatches } from '../match-list.ts';
import { readPage } from '../pages.ts';
import { ERRORS, PageQuery, type MatchList } from '../wire.ts';
import { requirePath } from './address.ts';
import { toMedia } from './from-core.ts';
import { listHomes } from './list-homes.ts';
import { FolderListing, type MediaObject } from './wire.ts';

type MatchType = 'web' | 'press' | 'user';
type Answer = FolderListing | MediaObject | MatchList;

const schema = { tags: ['imatag'], querystring: PageQuery };

export const getMedia: Routes = async (app, services) => {
  app.get('/', { schema: { ...schema, summary: 'The homes and folders that are open to me', response: { 200: FolderListing, ...ERRORS } } }, (request) => listHomes(request, services));
  app.get('/*', {
    schema: { ...schema, summary: 'A folder with its children, a medium, or its matches', params: Type.Object({ '*': Type.String() }), response: { 200: Type.Unsafe<Answer>({ description: 'a folder with its children, a medium, or a list of matches' }), ...ERRORS } },
  }, async (request): Promise<Answer> => {
    const caller = callerOf(request);
    const { path, matches } = splitMatches(request.url);
    if (matches === undefined) return answer(request, await locate(caller, path, services.store, services), services);
    const inside = { ...path, names: [...path.names, ...matches.words] };
    const medium = matches.reserved ? undefined : await find(caller, inside, services);
    if (medium) return answer(request, medium, services);
    return matchesOf(request, await locate(caller, path, services.store, services), matches.type, services);
  });
};

interface Asked {
  readonly path: MediaPath;
  readonly matches?: { readonly type: MatchType; readonly words: readonly string[]; readonly reserved: boolean };
}

const RESERVED = /\/_matches\/(web|press|user)\/?(?=\?|$)/;

/** `_matches/` is `matches/`, but never a name. */
function splitMatches(url: string): Asked {
  const reserved = RESERVED.test(url);
  const path = requirePath(url.replace(RESERVED, '/matches/$1'));
  const words = path.names.slice(-2);
  const [first, type] = words;
  if (path.names.length < 2 || first !== 'matches' || (type !== 'web' && type !== 'press' && type !== 'user')) return { path };
  return { path: { ...path, names: path.names.slice(0, -2) }, matches: { type, words, reserved } };
}

/** A folder may be called `matches`: the longest path that exists wins. */
async function find(caller: AccountRow, path: MediaPath, services: HttpServices): Promise<Located | undefined> {
  return locate(caller, path, services.store, services).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
}

async function answer(request: FastifyRequest, { medium, steps }: Located, services: HttpServices): Promise<FolderListing | MediaObject> {
  const names = steps.map(({ name }) => name);
  const self = await toMedia(medium, names, services);
  if (medium.type !== 'folder') return self;
  const { media } = services.store;
  const { objects, ...paging } = await readPage<MediumRow>(request, services, {
    scope: `media/${medium.id}`,
    count: () => media.countChildren(medium.id),
    load: ({ limit, from, backwards }) => media.children(medium.id, { limit, backwards, ...(from ? { from: String(from[0]) } : {}) }),
    keyOf: ({ key }) => [key],
  });
  return { children: await Promise.all(objects.map((child) => toMedia(child, [...names, child.name], services))), ...self, ...paging };
}

/** @throws {NotFoundError} a folder has no matches of its own. */
async function matchesOf(request: FastifyRequest, { medium, owner }: Located, type: MatchType, services: HttpServices): Promise<MatchList> {
  if (medium.type === 'folder') throw new NotFoundError('not-found', 'a folder has no matches; ask for those of a medium, or for all at /api/v1/matches/');
  return listMatches(request, { type, mediaId: medium.id, accountId: owner.id }, services);
}
