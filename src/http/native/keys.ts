/** API keys: one active for each API; the value is shown in the reply that made it and never again. */
import { Type } from 'typebox';
import { AuthError, NotFoundError } from '../../core/errors.ts';
import { KEY_APIS, type KeyApi, type KeyRow } from '../../store/keys.ts';
import { requirePrincipal } from '../auth.ts';
import type { Routes } from '../services.ts';
import { KeyView } from './wire.ts';

const tags = ['account'];
const Api = Type.Object({ api: Type.String() });

export const keys: Routes = async (app, services) => {
  const { store, clock } = services;

  app.get('/keys', { schema: { tags, summary: 'My active keys', response: { 200: Type.Object({ keys: Type.Array(KeyView) }) } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    return { keys: (await store.keys.list(account.id)).map((row) => toKeyView(row)) };
  });

  app.post('/keys/:api', { schema: { tags, summary: 'Make a key; the one before is invalid at once', params: Api, response: { 201: KeyView } } }, async (request, reply) => {
    const { account, csrf } = await requirePrincipal(request, services);
    if (csrf === undefined) throw new AuthError('auth/forbidden', 'keys are made on the account page or with `touchstone key new`, not with a key');
    const api = readApi(request.params.api);
    const { value, row } = await store.transaction((tx) => tx.keys.issue(account.id, api, clock()));
    return reply.code(201).send({ ...toKeyView(row), value });
  });

  app.delete('/keys/:api', { schema: { tags, summary: 'Delete a key', params: Api, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    await store.keys.revoke(account.id, readApi(request.params.api), clock());
    return reply.code(204).send(null);
  });
};

function readApi(text: string): KeyApi {
  const api = KEY_APIS.find((name) => name === text);
  if (!api) throw new NotFoundError('not-found', `there is no API "${text.slice(0, 40)}"; there are ${KEY_APIS.join(', ')}`);
  return api;
}

function toKeyView({ api, prefix, created_at, last_used_at }: KeyRow): KeyView {
  return { api, prefix, createdAt: created_at.toISOString(), ...(last_used_at ? { lastUsedAt: last_used_at.toISOString() } : {}) };
}
