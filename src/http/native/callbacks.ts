/** Callbacks of an account: the secret they are signed with, the log of what was sent, and sending one again. */
import { Type } from 'typebox';
import { callbackSecret, replayCallback } from '../../jobs/deliver-callback.ts';
import type { DeliveryRow } from '../../store/deliveries.ts';
import { requirePrincipal } from '../auth.ts';
import type { Routes } from '../services.ts';
import { CallbackList, type CallbackView } from './wire.ts';

const tags = ['account'];
const LISTED = 100;

export const callbacks: Routes = async (app, services) => {
  const { store, queue } = services;

  app.get('/callbacks', { schema: { tags, summary: 'The signing secret, and the newest callbacks with their attempts', response: { 200: CallbackList } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const secret = callbackSecret(await store.settings.secret(), account.id);
    return { secret, callbacks: (await store.deliveries.list(account.id, LISTED)).map(toCallbackView) };
  });

  app.post('/callbacks/:id/replay', { schema: { tags, summary: 'Send a callback again', params: Type.Object({ id: Type.String() }), response: { 202: Type.Null() } } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    await store.transaction((tx) => replayCallback(tx, queue, request.params.id, account.id));
    return reply.code(202).send(null);
  });
};

function toCallbackView({ id, scan_id, url, state, attempts, created_at }: DeliveryRow): CallbackView {
  return { id, scanId: scan_id, url, state, createdAt: created_at.toISOString(), attempts: attempts.map((attempt) => ({ ...attempt })) };
}
