/** POST /account/token/ — the token of who has this name and password; the same one until it is replaced. */
import { Type } from 'typebox';
import { AuthError } from '../../../core/errors.ts';
import { MINUTE_MS, takeFrom } from '../../rate-limit.ts';
import type { Routes } from '../../services.ts';
import { readFields } from './body.ts';
import { requireText } from './parameters.ts';
import { ERRORS, TokenReply } from './wire.ts';

const Credentials = Type.Object({ username: Type.String({ description: 'name or e-mail' }), password: Type.String() });

export const postToken: Routes = async (app, services) => {
  const { store, clock, config } = services;
  app.post('/account/token/', {
    schema: { tags: ['imatag'], summary: 'The API token of a user', security: [], response: { 200: TokenReply, ...ERRORS } },
    config: { imatagOpen: true, documentedBody: Credentials },
  }, async (request) => {
    await takeFrom(`imatag-token/${request.ip}`, { limit: config.loginsPerMinute, windowMs: MINUTE_MS }, 'too many attempts to sign in from your address', services);
    const { values } = readFields(request);
    const account = await store.accounts.signIn(requireText(values, 'username'), requireText(values, 'password'));
    if (!account) throw new AuthError('auth/invalid', 'the user name or the password is wrong');
    if (!account.api_enabled) throw new AuthError('auth/disabled', 'API access is not enabled');
    return { token: await store.transaction((tx) => tx.keys.token(account.id, clock())) };
  });
};
