/** Folders and media: look, make, move, flag, delete. */
import { Type } from 'typebox';
import { InputError } from '../../core/errors.ts';
import { createFolder } from '../../registry/create-folder.ts';
import { deleteMedium } from '../../registry/delete-medium.ts';
import { locateById, requireChangeable, type Located } from '../../registry/media-access.ts';
import { checkName, type MediaPath } from '../../registry/media-path.ts';
import { moveMedium } from '../../registry/move-medium.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices, Routes } from '../services.ts';
import { MediumParams, mediumOf, readId, toChildView, toMediumView, toUsageView, type Mine } from './media-view.ts';
import { FolderInput, MediaPage, MediaRoots, MediumChange, MediumView } from './media-wire.ts';

const tags = ['media'];
const Page = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 1000 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })) });

export const mediaTree: Routes = async (app, services) => {
  const { store, clock } = services;

  app.get('/media', { schema: { tags, summary: 'My home, folders opened to me, and my quota', response: { 200: MediaRoots } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const home = await store.media.home(account.id, account.name, clock());
    const opened = await Promise.all((await store.mediaGrants.givenTo(account.id)).map(({ folder_id }) => locateById(account, folder_id, store)));
    return { home: toMediumView(account, [{ ...home, granted: null }]), opened: opened.map(({ steps }) => toMediumView(account, steps)), usage: await toUsageView(account, store) };
  });

  app.get('/media/:medium', { schema: { tags, summary: 'A folder or medium', params: MediumParams, response: { 200: MediumView } } }, async (request) => {
    const { account, steps } = await mediumOf(request, request.params.medium, services);
    return toMediumView(account, steps);
  });

  app.get('/media/:medium/children', { schema: { tags, summary: 'What is in a folder, by name', params: MediumParams, querystring: Page, response: { 200: MediaPage } } }, async (request): Promise<MediaPage> => {
    const { account, medium, steps } = await mediumOf(request, request.params.medium, services);
    const { cursor, limit = 100 } = request.query;
    const from = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
    const rows = await store.media.children(medium.id, { limit: limit + 1, backwards: false, ...(from === undefined ? {} : { from }) });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      media: rows.slice(0, limit).map((row) => toChildView(account, row, steps)), count: await store.media.countChildren(medium.id),
      next: last ? Buffer.from(last.key).toString('base64url') : null,
    };
  });

  app.post('/media/:medium/folders', { schema: { tags, summary: 'Make a folder', params: MediumParams, body: FolderInput, response: { 201: MediumView } } }, async (request, reply) => {
    const parent = await mediumOf(request, request.params.medium, services);
    const { medium } = await createFolder(parent.account, pathIn(parent, request.body.name), services);
    return reply.code(201).send(await viewOf(parent, medium.id, services));
  });

  app.patch('/media/:medium', { schema: { tags, summary: 'Rename, move, or say whether it is exclusive', params: MediumParams, body: MediumChange, response: { 200: MediumView } } }, async (request) => {
    const mine = await mediumOf(request, request.params.medium, services);
    const { name, parent, exclusive } = request.body;
    requireChangeable(mine.account, mine);
    if (exclusive !== undefined && mine.medium.type === 'folder') throw new InputError('request/invalid', 'a folder is not exclusive; say it of what is in it');
    if (name !== undefined || parent !== undefined) await move(mine, { name, parent }, services);
    if (exclusive !== undefined) await store.media.setExclusive(mine.medium.id, exclusive);
    return viewOf(mine, mine.medium.id, services);
  });

  app.delete('/media/:medium', { schema: { tags, summary: 'Delete a medium, or a folder with all in it', params: MediumParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    const id = readId(request.params.medium);
    await deleteMedium(account, (tx) => locateById(account, id, tx), services);
    return reply.code(204).send(null);
  });
};

/** @throws {InputError} */
export function pathIn({ owner, steps }: Pick<Located, 'owner' | 'steps'>, name: string): MediaPath {
  checkName(name);
  return { home: owner.name, names: [...steps.slice(1).map((step) => step.name), name] };
}

async function move({ account, medium, steps }: Mine, { name = medium.name, parent }: Pick<MediumChange, 'name' | 'parent'>, services: HttpServices): Promise<void> {
  const folder = parent ?? steps.at(-2)?.id ?? Number.NaN;
  const path = pathIn(await locateById(account, folder, services.store), name);
  await moveMedium(account, (tx) => locateById(account, medium.id, tx), { path, into: false }, services);
}

async function viewOf({ account }: Pick<Mine, 'account'>, id: number, { store }: HttpServices): Promise<MediumView> {
  return toMediumView(account, (await locateById(account, id, store)).steps);
}
