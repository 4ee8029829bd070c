/** At the door of every address: maintenance, token, switch, rates, what is accepted; all before the body is read. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthError, InputError, LimitError } from '../../../core/errors.ts';
import type { AccountRow } from '../../../store/accounts.ts';
import { KEY_PREFIX } from '../../../store/keys.ts';
import { provokeFault, refuseInMaintenance } from '../../maintenance.ts';
import type { HttpServices } from '../../services.ts';
import { countCall } from './rates.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An address that needs no token. */
    imatagOpen?: boolean;
    /** An address that answers with something else than JSON. */
    imatagFile?: boolean;
  }
}

const callers = new WeakMap<FastifyRequest, AccountRow>();

/** Whose token the request carries. */
export function callerOf(request: FastifyRequest): AccountRow {
  const account = callers.get(request);
  if (!account) throw new RangeError('the route was not guarded');
  return account;
}

/** @throws {UnavailableError} maintenance @throws {AuthError} @throws {LimitError} @throws {InputError} `request/not-acceptable` */
export async function guard(request: FastifyRequest, reply: FastifyReply, services: HttpServices): Promise<void> {
  await refuseInMaintenance(services);
  const account = await holderOf(request, services).catch((error: unknown) => error as Error);
  const known = !(account instanceof Error);
  // Calls without a valid token count for the address they come from, so that guessing is slow.
  await countCall(reply, known ? account.id : `address/${request.ip}`, services);
  if (known) callers.set(request, account);
  else if (request.routeOptions.config.imatagOpen !== true) throw account;
  if (request.routeOptions.config.imatagFile !== true) refuseOtherThanJson(request.headers.accept);
  refuseOversized(request, reply, services);
  provokeFault(request.headers['x-touchstone-fault'], services);
}

async function holderOf({ headers }: FastifyRequest, { store, clock }: HttpServices): Promise<AccountRow> {
  if (headers.authorization === undefined) throw new AuthError('auth/missing', 'no token: send the header `Authorization: Token TOKEN`; it is on the account page and given by POST /api/v1/account/token/');
  const value = /^token +(\S+) *$/i.exec(headers.authorization)?.[1];
  if (value === undefined) throw new AuthError('auth/scheme', 'expected the header `Authorization: Token TOKEN`');
  const holder = value.startsWith(KEY_PREFIX.imatag) ? await store.keys.holder(value, 'imatag', clock()) : undefined;
  if (!holder) throw new AuthError('auth/invalid', 'this token is not valid; it may have been deleted or replaced by a newer one');
  if (!holder.account.api_enabled) throw new AuthError('auth/disabled', 'API access is not enabled');
  return holder.account;
}

/** RFC 9110 §12.5.1: the most specific range decides, and a weight of 0 excludes. @throws {InputError} `request/not-acceptable` */
export function refuseOtherThanJson(accept: string | undefined): void {
  if (accept === undefined || accept.trim() === '') return;
  const ranges = new Map(accept.toLowerCase().split(',').map((item) => {
    const [range = '', ...parameters] = item.split(';').map((part) => part.trim());
    const weight = parameters.find((part) => part.startsWith('q='))?.slice(2);
    return [range, weight === undefined ? 1 : Number(weight)];
  }));
  const weight = ranges.get('application/json') ?? ranges.get('application/*') ?? ranges.get('*/*') ?? 0;
  if (!(weight > 0)) throw new InputError('request/not-acceptable', `answers are application/json, which "Accept: ${accept.slice(0, 100)}" excludes`);
}

/** Judged by Content-Length, before a byte of the body is asked for. */
function refuseOversized(request: FastifyRequest, reply: FastifyReply, { config }: HttpServices): void {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length <= config.maxBinaryBytes) return;
  reply.header('connection', 'close');
  throw new LimitError('request/too-large', `the body has ${length} bytes; the limit is ${config.maxBinaryBytes}`, { length, max: config.maxBinaryBytes });
}
