/** Signing in and out, and who I am. */
import { Type } from 'typebox';
import { AuthError } from '../../core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { SESSION_MS } from '../../store/sessions.ts';
import { requirePrincipal, SESSION_COOKIE } from '../auth.ts';
import { MINUTE_MS, takeFrom } from '../rate-limit.ts';
import type { Routes } from '../services.ts';
import { Me, SessionInput } from './wire.ts';

export const session: Routes = async (app, services) => {
  const { store, clock, config, baseUrl } = services;
  const cookie = () => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: baseUrl().startsWith('https:') }) as const;

  app.post('/session', { schema: { tags: ['session'], summary: 'Sign in', body: SessionInput, response: { 200: Me } } }, async (request, reply) => {
    const rate = { limit: config.loginsPerMinute, windowMs: MINUTE_MS };
    await takeFrom(`sign-in/${request.ip}`, rate, 'too many attempts to sign in from your address', services);
    const account = await store.accounts.signIn(request.body.user, request.body.password);
    if (!account) throw new AuthError('auth/invalid', 'the user name or the password is wrong');
    const { token, csrf } = await store.sessions.open(account.id, clock());
    reply.setCookie(SESSION_COOKIE, token, { ...cookie(), maxAge: SESSION_MS / 1000 });
    return toMe(account, csrf);
  });

  app.delete('/session', { schema: { tags: ['session'], summary: 'Sign out', response: { 204: Type.Null() } } }, async (request, reply) => {
    await requirePrincipal(request, services);
    const token = request.cookies[SESSION_COOKIE];
    if (token) await store.sessions.close(token);
    return reply.clearCookie(SESSION_COOKIE, cookie()).code(204).send(null);
  });

  app.get('/me', { schema: { tags: ['session'], summary: 'Who I am; with the token that changes by cookie carry', response: { 200: Me } } }, async (request) => {
    const { account, csrf = '' } = await requirePrincipal(request, services);
    return toMe(account, csrf);
  });
};

function toMe({ name, email, admin, api_enabled, demo }: AccountRow, csrf: string): Me {
  return { name, email, admin, apiEnabled: api_enabled, csrf, demo };
}
