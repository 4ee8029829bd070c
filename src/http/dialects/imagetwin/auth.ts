/** At the door of every address: maintenance, key, switch, rate; all before the body is read. */
import type { FastifyRequest } from 'fastify';
import { AuthError } from '../../../core/errors.ts';
import type { AccountRow } from '../../../store/accounts.ts';
import { KEY_PREFIX } from '../../../store/keys.ts';
import { provokeFault, refuseInMaintenance } from '../../maintenance.ts';
import { MINUTE_MS, takeFrom } from '../../rate-limit.ts';
import type { HttpServices } from '../../services.ts';

/** Calls that are counted together. The old scan addresses share the bucket of the new one. */
export type Bucket = 'scan' | 'result' | 'scan-overview' | 'sandbox-scan' | 'sandbox-result' | 'sandbox-scan-overview';

declare module 'fastify' {
  interface FastifyContextConfig {
    imagetwinBucket?: Bucket;
  }
}

const callers = new WeakMap<FastifyRequest, AccountRow>();

export function callerOf(request: FastifyRequest): AccountRow {
  const account = callers.get(request);
  if (!account) throw new RangeError('the route was not guarded');
  return account;
}

/** @throws {UnavailableError} maintenance @throws {AuthError} @throws {LimitError} */
export async function guard(request: FastifyRequest, services: HttpServices): Promise<void> {
  await refuseInMaintenance(services);
  const account = await holderOf(request, services);
  callers.set(request, account);
  provokeFault(request.headers['x-touchstone-fault'], services);
  const bucket = request.routeOptions.config.imagetwinBucket;
  if (bucket) await count(bucket, account, services);
}

async function holderOf({ headers }: FastifyRequest, { store, clock }: HttpServices): Promise<AccountRow> {
  if (headers.authorization === undefined) throw new AuthError('auth/missing', 'no API key: send the header `Authorization: Bearer KEY`; keys are made on the account page');
  const value = /^bearer +(\S+) *$/i.exec(headers.authorization)?.[1];
  if (value === undefined) throw new AuthError('auth/scheme', 'expected the header `Authorization: Bearer KEY`');
  const holder = value.startsWith(KEY_PREFIX.imagetwin) ? await store.keys.holder(value, 'imagetwin', clock()) : undefined;
  if (!holder) throw new AuthError('auth/invalid', 'this API key is not valid; it may have been deleted or replaced by a newer one');
  if (!holder.account.api_enabled) throw new AuthError('auth/disabled', 'API access is not enabled');
  return holder.account;
}

async function count(bucket: Bucket, account: AccountRow, services: HttpServices): Promise<void> {
  const { scansPerMinute, resultsPerMinute } = services.config;
  const limit = bucket === 'scan' || bucket === 'sandbox-scan' ? scansPerMinute : resultsPerMinute;
  await takeFrom(`imagetwin/${bucket}/${account.id}`, { limit, windowMs: MINUTE_MS }, `too many requests to the ${bucket.replace(/^sandbox-/, 'sandbox ')} endpoint`, services);
}
