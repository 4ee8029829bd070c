/** At the door: maintenance, token, switch, rate; all before the body is read. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthError, LimitError } from '../../../core/errors.ts';
import type { AccountRow } from '../../../store/accounts.ts';
import { KEY_PREFIX } from '../../../store/keys.ts';
import { provokeFault, refuseInMaintenance } from '../../maintenance.ts';
import { MINUTE_MS, takeFrom } from '../../rate-limit.ts';
import type { HttpServices } from '../../services.ts';

/** @throws {UnavailableError} maintenance @throws {AuthError} @throws {LimitError} */
export async function guard(request: FastifyRequest, reply: FastifyReply, services: HttpServices): Promise<void> {
  await refuseInMaintenance(services);
  const account = await holderOf(request, services);
  provokeFault(request.headers['x-touchstone-fault'], services);
  const { imgauthPerMinute, maxImgauthBytes } = services.config;
  await takeFrom(`imgauth/${account.id}`, { limit: imgauthPerMinute, windowMs: MINUTE_MS }, 'too many calls of the ImgAuth API', services);
  const length = Number(request.headers['content-length'] ?? 0);
  if (length <= maxImgauthBytes) return;
  reply.header('connection', 'close');
  throw new LimitError('request/too-large', `the body has ${length} bytes; the limit is ${maxImgauthBytes}`, { length, max: maxImgauthBytes });
}

/** Their AppCode and their token are one secret: `Authorization: APPCODE …` is the other spelling. */
async function holderOf({ headers }: FastifyRequest, { store, clock }: HttpServices): Promise<AccountRow> {
  if (headers.authorization === undefined) throw new AuthError('auth/missing', 'send the header `Authorization: Bearer TOKEN`; tokens are made on the account page');
  const value = /^(?:bearer|appcode) +(\S+) *$/i.exec(headers.authorization)?.[1];
  if (value === undefined) throw new AuthError('auth/scheme', 'expected the header `Authorization: Bearer TOKEN` or `Authorization: APPCODE TOKEN`');
  const holder = value.startsWith(KEY_PREFIX.imgauth) ? await store.keys.holder(value, 'imgauth', clock()) : undefined;
  if (!holder) throw new AuthError('auth/invalid', 'this token is not valid; it may have been deleted or replaced by a newer one');
  if (!holder.account.api_enabled) throw new AuthError('auth/disabled', 'API access is not enabled');
  return holder.account;
}
