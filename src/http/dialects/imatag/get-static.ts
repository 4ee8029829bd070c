/** GET /<n>,<token> — the file behind a static link, for whoever has its address. */
import type { FastifyReply } from 'fastify';
import { NotFoundError } from '../../../core/errors.ts';
import { contentDisposition } from '../../file-names.ts';
import { refuseInMaintenance } from '../../maintenance.ts';
import type { Routes } from '../../services.ts';
import { answerImatagError } from './errors.ts';
import { linkAt } from './static-links.ts';

/** Types that a browser may show; anything else is saved. */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

export const getStatic: Routes = async (app, services) => {
  app.setErrorHandler(answerImatagError);
  app.get('/:link(^\\d+,[0-9a-f]+$)', { schema: { hide: true } }, async (request, reply) => {
    await refuseInMaintenance(services);
    const link = await linkAt(request.url.split('?')[0] ?? '', services);
    if (!link) throw new NotFoundError('not-found', 'there is no file at this address; it may have expired or been deleted');
    return sendFile(reply, link, await services.blobs.read(link.sha256));
  });
};

export function sendFile(reply: FastifyReply, { type, name }: { readonly type: string; readonly name: string }, bytes: Uint8Array): FastifyReply {
  return reply
    .type(type)
    .headers({
      'content-disposition': contentDisposition(SHOWN.has(type) ? 'inline' : 'attachment', name),
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin', // pages of the account's own applications show them
      'cache-control': 'private, max-age=3600',
    })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}
