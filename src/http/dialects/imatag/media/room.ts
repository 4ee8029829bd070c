/** Whether the caller may put something at a path, and how many bytes: judged on the headers before the body is asked for, and while it comes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { locatePlace } from '../../../../registry/media-access.ts';
import { requireRoom, sizeOf } from '../../../../registry/media-quota.ts';
import { noteRefusal } from '../../../../registry/note-refusal.ts';
import type { AccountRow } from '../../../../store/accounts.ts';
import type { MediaUsage } from '../../../../store/media-usage.ts';
import type { HttpServices } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { bodyType, readBodiesAsBytes } from '../body.ts';
import { requirePath } from './address.ts';

interface Room {
  readonly owner: AccountRow;
  readonly usage: MediaUsage;
  /** bytes of what would be replaced. */
  readonly freed: number;
}

const rooms = new WeakMap<FastifyRequest, Room>();
const NOTHING = { images: 0, bytes: 0 } as const;

/** Only a file that is the body itself takes its bytes; what JSON names, or a folder, does not. */
const isFile = (request: FastifyRequest): boolean => !['application/json', 'application/x-directory', 'application/lmk'].includes(bodyType(request));

/** For the routes of `app` that put something. */
export function watchRoom(app: FastifyInstance, services: HttpServices): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { owner, existing } = await locatePlace(callerOf(request), requirePath(request.url), services.store, services);
    if (!isFile(request)) return;
    const usage = await services.store.mediaUsage.get(owner.id);
    const { images, bytes: freed } = existing ? sizeOf(existing) : NOTHING;
    rooms.set(request, { owner, usage, freed });
    const length = Number(request.headers['content-length'] ?? 0);
    const isImage = bodyType(request).startsWith('image/');
    await noteRefusal(services, async () => requireRoom(owner, usage, { images: isImage ? 1 - images : 0, bytes: length - freed })).catch((error: unknown) => {
      reply.header('connection', 'close');
      throw error;
    });
  });
  readBodiesAsBytes(app, services.config, (request, bytes) => {
    const room = rooms.get(request);
    if (room) requireRoom(room.owner, room.usage, { images: 0, bytes: bytes - room.freed });
  });
  app.addHook('onError', async (request, _, error) => {
    if (rooms.has(request)) await noteRefusal(services, () => Promise.reject(error)).catch(() => {});
  });
}
