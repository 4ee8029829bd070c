/** Folders that are opened to other accounts, and the switches of where my media are looked for. */
import { Type } from 'typebox';
import { AuthError, InputError, NotFoundError } from '../../core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { requirePrincipal } from '../auth.ts';
import type { Routes } from '../services.ts';
import { MediumParams, mediumOf, type Mine } from './media-view.ts';
import { GrantInput, GrantView, Tracking, TrackingChange } from './media-wire.ts';

const tags = ['media'];

export const mediaGrants: Routes = async (app, services) => {
  const { store, clock } = services;

  app.get('/media/grants', { schema: { tags, summary: 'Folders that I opened to others', response: { 200: Type.Object({ grants: Type.Array(GrantView) }) } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const rows = await store.mediaGrants.givenBy(account.id);
    const paths = await store.media.pathsOf(rows.map(({ folder_id }) => folder_id));
    return { grants: rows.map(({ folder_id, account: to, writable }): GrantView => ({ folder: folder_id, path: paths.get(folder_id)?.join('/') ?? '', account: to, mode: writable ? 'write' : 'read' })) };
  });

  app.put('/media/:medium/grants', { schema: { tags, summary: 'Open a folder to another account', params: MediumParams, body: GrantInput, response: { 200: GrantView } } }, async (request): Promise<GrantView> => {
    const mine = requireOwner(await mediumOf(request, request.params.medium, services));
    if (mine.medium.type !== 'folder') throw new InputError('request/invalid', 'only folders are opened to others');
    const { account: name, mode } = request.body;
    const other = await store.accounts.find(name);
    if (!other || other.id === mine.account.id) throw new NotFoundError('user/not-found', `there is no other user "${name}"`, { user: name });
    await store.mediaGrants.give(mine.medium.id, other.id, mode === 'write', clock());
    return { folder: mine.medium.id, path: mine.steps.map((step) => step.name).join('/'), account: other.name, mode };
  });

  app.delete('/media/:medium/grants/:account', { schema: { tags, summary: 'Close a folder to another account', params: Type.Object({ medium: Type.String(), account: Type.String() }), response: { 204: Type.Null() } } }, async (request, reply) => {
    const { medium } = requireOwner(await mediumOf(request, request.params.medium, services));
    const other = await store.accounts.find(request.params.account);
    if (!other || !(await store.mediaGrants.take(medium.id, other.id))) throw new NotFoundError('not-found', 'this folder is not open to that account');
    return reply.code(204).send(null);
  });

  app.get('/account/tracking', { schema: { tags, summary: 'Where my media are looked for', response: { 200: Tracking } } }, async (request) => toTracking((await requirePrincipal(request, services)).account));

  app.patch('/account/tracking', { schema: { tags, summary: 'Switch the search of the web or the press on or off', body: TrackingChange, response: { 200: Tracking } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const { web = account.web_tracking, press = account.press_tracking } = request.body;
    await store.accounts.setPlan(account.id, { web_tracking: web, press_tracking: press });
    return { web, press };
  });
};

/** Who was let in may not let in others. */
function requireOwner(mine: Mine): Mine {
  if (mine.owner.id !== mine.account.id) throw new AuthError('media/forbidden', 'only its owner opens or closes a folder');
  return mine;
}

const toTracking = ({ web_tracking, press_tracking }: AccountRow): Tracking => ({ web: web_tracking, press: press_tracking });
