/** Who is calling the native API: a session cookie with its CSRF token, or a native key. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AuthError } from '../core/errors.ts';
import type { AccountRow } from '../store/accounts.ts';
import { KEY_PREFIX } from '../store/keys.ts';
import type { Services } from './services.ts';

export const SESSION_COOKIE = 'ts_session';

export interface Principal {
  readonly account: AccountRow;
  /** Of the session; absent for a key. */
  readonly csrf?: string;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @throws {AuthError} nobody, or a change by cookie without its CSRF token. */
export async function requirePrincipal(request: FastifyRequest, services: Pick<Services, 'store' | 'clock'>): Promise<Principal> {
  const principal = await findPrincipal(request, services);
  if (!principal) throw new AuthError('auth/missing', 'sign in, or send `Authorization: Bearer` with a native API key');
  return principal;
}

export async function findPrincipal(request: FastifyRequest, { store, clock }: Pick<Services, 'store' | 'clock'>): Promise<Principal | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return byKey(authorization, store, clock());
  const token = request.cookies[SESSION_COOKIE];
  const session = token ? await store.sessions.find(token, clock()) : undefined;
  if (!session) return undefined;
  if (!SAFE.has(request.method) && !sameText(String(request.headers['x-csrf-token'] ?? ''), session.csrf)) {
    throw new AuthError('auth/forbidden', 'the header X-CSRF-Token is missing or not the one of this session; read it from GET /native/v1/me');
  }
  return session;
}

async function byKey(authorization: string, store: Services['store'], now: Date): Promise<Principal> {
  const value = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (value === undefined) throw new AuthError('auth/scheme', 'expected `Authorization: Bearer KEY`');
  const holder = value.startsWith(KEY_PREFIX.native) ? await store.keys.holder(value, 'native', now) : undefined;
  if (!holder) throw new AuthError('auth/invalid', 'this is not a valid native API key; make one on the account page');
  if (!holder.account.api_enabled) throw new AuthError('auth/disabled', 'API access is not enabled');
  return { account: holder.account };
}

/** Compares in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
