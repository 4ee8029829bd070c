/** PUT /media/<home>/<path> — registers a file, or makes a folder. What the file is, its content says. */
import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import { InputError, LimitError } from '../../../../core/errors.ts';
import { createFolder } from '../../../../registry/create-folder.ts';
import { registerMedium, type Registered, type Registration } from '../../../../registry/register-medium.ts';
import type { HttpServices, Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { bodyBytes, bodyType, readFields } from '../body.ts';
import { readBoolean, requireText } from '../parameters.ts';
import { readSource } from '../read-source.ts';
import { ERRORS } from '../wire.ts';
import { requirePath } from './address.ts';
import { toMedia } from './from-core.ts';
import { watchRoom } from './room.ts';
import { MediaObject } from './wire.ts';

/** bytes; a file at a foreign address must be smaller. */
const MAX_REMOTE_BYTES = 5 * 2 ** 20;
const FOLDER = 'application/x-directory';
/** Types that a file may be announced as; curl and libraries that are told none send the last three. */
const FILE = /^(?:image\/|video\/|application\/pdf$|application\/octet-stream$|application\/x-www-form-urlencoded$|$)/;

export const putMedia: Routes = async (app, services) => {
  watchRoom(app, services);
  app.put('/*', {
    schema: { tags: ['imatag'], summary: 'Register a file under a path, or make a folder', params: Type.Object({ '*': Type.String() }), response: { 200: MediaObject, 201: MediaObject, ...ERRORS } },
  }, async (request, reply) => {
    const { medium, names, created } = await put(request, services);
    return reply.code(created ? 201 : 200).send(await toMedia(medium, names, services));
  });
};

async function put(request: FastifyRequest, services: HttpServices): Promise<Registered> {
  const type = bodyType(request);
  if (type === FOLDER) return createFolder(callerOf(request), requirePath(request.url), services);
  return registerMedium(callerOf(request), await readRegistration(request, type, services), services);
}

async function readRegistration(request: FastifyRequest, type: string, services: HttpServices): Promise<Registration> {
  const path = requirePath(request.url);
  const body = bodyBytes(request);
  if (type === 'application/lmk') return { path, bytes: Uint8Array.from(body), exclusive: headerFlag(request), sealed: true };
  if (type === 'application/json') {
    const { values } = readFields(request);
    const exclusive = readBoolean(values, 'exclusive') ?? headerFlag(request);
    return { path, bytes: await readRemote(requireText(values, 'url'), request, services), exclusive };
  }
  if (!FILE.test(type)) throw new InputError('request/unsupported-media-type', `a medium is sent as image/jpeg, video/mp4, application/lmk, application/pdf, application/json or ${FOLDER}, not as ${type}`);
  return { path, bytes: Uint8Array.from(body), exclusive: headerFlag(request) };
}

/** `X-Lamark-Exclusive`, in any spelling of a boolean. */
function headerFlag({ headers }: FastifyRequest): boolean | null {
  return readBoolean(new Map([['X-Lamark-Exclusive', headers['x-lamark-exclusive']]]), 'X-Lamark-Exclusive') ?? null;
}

async function readRemote(url: string, request: FastifyRequest, services: HttpServices): Promise<Uint8Array> {
  const source = await readSource(url, request, services, MAX_REMOTE_BYTES - 1).catch((error: unknown) => {
    if (error instanceof LimitError && error.code === 'fetch/too-large') {
      throw new LimitError('fetch/too-large', `the file at url is too large; one at another address must be smaller than ${MAX_REMOTE_BYTES} bytes (5 MB). Send it as the body, or upload it to /api/v1/uploads/ first`, { max: MAX_REMOTE_BYTES }, { cause: error });
    }
    throw error;
  });
  return Uint8Array.from(source.bytes);
}
