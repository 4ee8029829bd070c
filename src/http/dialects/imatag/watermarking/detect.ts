/** POST /watermarking/detect/ — whether an image carries exactly this mark. The answer is a boolean; how sure it is, only the owner is told, by the native API. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { InputError } from '../../../../core/errors.ts';
import { fromMedium, fromRegistration, isMarked, type AskedHost, type AskedMark } from '../../../../registry/marks/detection.ts';
import { KEEP_MS } from '../../../../registry/marks/mark-file.ts';
import { locate } from '../../../../registry/media-access.ts';
import type { HttpServices, Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { readFields } from '../body.ts';
import { keepFile } from '../keep-file.ts';
import { pathOfUrl } from '../media/address.ts';
import { readAll, readInteger, readText } from '../parameters.ts';
import { isOwn } from '../read-source.ts';
import { DetectReply, ERRORS, PendingReply } from '../wire.ts';
import { namedFile } from './named-file.ts';
import { sendPending, waitOf, waitReaders, within } from './waiting.ts';

const MAX_PAYLOAD = 2 ** 24 - 1;
const MAX_SECRET = 1024;
const Body = Type.Object({
  query: Type.String(), registration: Type.String({ description: 'address or data URI of the registration file, or address of a registered medium' }),
  original: Type.Optional(Type.String({ description: 'of a transactional registration whose original is not registered' })), secret: Type.Optional(Type.String()),
  payload_max: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_PAYLOAD })), sync: Type.Optional(Type.Boolean()), timeout: Type.Optional(Type.Integer({ minimum: 0, maximum: 120 })),
});

export const detect: Routes = async (app, services) => {
  app.post('/watermarking/detect/', {
    schema: { tags: ['imatag'], summary: 'Whether an image is the marked copy of a registration', consumes: ['application/json'], response: { 200: DetectReply, 202: PendingReply, ...ERRORS } },
    config: { documentedBody: Body },
  }, async (request, reply) => {
    const { id: accountId } = callerOf(request);
    const { query: asked, registration, original, secret, payloadMax, ...wait } = readRequest(request, services);
    const [query, given] = await Promise.all([namedFile(asked, 'query', request, services), original === undefined ? undefined : namedFile(original, 'original', request, services)]);
    const against = await readRegistration(registration, given, request, services);
    const options = { ...(secret === undefined ? {} : { secret }), ...(payloadMax === undefined ? {} : { payloadMax }) };
    const marked = await within(waitOf(wait), (signal) => isMarked(query, against, options, services, signal));
    if (marked !== undefined) return { marked };
    const expiresAt = new Date(services.clock().getTime() + KEEP_MS);
    const links: number[] = [];
    for (const bytes of [query, against.host.bytes]) links.push((await keepFile({ accountId, bytes, type: 'application/octet-stream', name: 'file', expiresAt }, services)).id);
    return sendPending(reply, { accountId, links, kind: 'detect', input: { mark: against.mark, host: against.host.kind, ...options } }, services);
  });
};

function readRequest(request: FastifyRequest, { config: { maxJsonBytes } }: HttpServices) {
  const { values } = readFields(request);
  const { query, registration, ...rest } = readAll({
    query: () => readText(values, 'query', maxJsonBytes), registration: () => readText(values, 'registration', maxJsonBytes), original: () => readText(values, 'original', maxJsonBytes),
    secret: () => readText(values, 'secret', MAX_SECRET), payloadMax: () => readInteger(values, 'payload_max', { min: 0, max: MAX_PAYLOAD }), ...waitReaders(values),
  });
  if (query === undefined) throw new InputError('request/invalid', 'query is missing: the address of the image to check');
  if (registration === undefined) throw new InputError('request/invalid', 'registration is missing: there is no mark to look for; to find out which mark an image carries, use the searches');
  return { query, registration, ...rest };
}

async function readRegistration(text: string, original: Uint8Array | undefined, request: FastifyRequest, services: HttpServices): Promise<{ readonly mark: AskedMark; readonly host: AskedHost }> {
  const caller = callerOf(request);
  const url = URL.parse(text);
  if (url && isOwn(url, request, services) && url.pathname.startsWith('/api/v1/media/')) {
    const { medium } = await locate(caller, pathOfUrl(text, 'registration'), services.store, services);
    return fromMedium(medium, original, services);
  }
  return fromRegistration(await namedFile(text, 'registration', request, services), original, caller.id, services);
}
