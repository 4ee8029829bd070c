/** Pictures of media for the browser. */
import { Type } from 'typebox';
import { NotFoundError } from '../../core/errors.ts';
import type { ImageFormat } from '../../core/media.ts';
import type { MediumRow } from '../../store/media.ts';
import type { HttpServices, Routes } from '../services.ts';
import { mediumOf } from './media-view.ts';
import { isFresh } from './pictures.ts';

const Size = Type.Union([Type.Literal('thumbnail'), Type.Literal('preview'), Type.Literal('stored')]);
/** px. */
const STORED_SIDE = 1600;

export const mediaPictures: Routes = async (app, services) => {
  app.get('/media/:medium/picture/:size', {
    schema: { tags: ['media'], summary: 'A picture of a medium', params: Type.Object({ medium: Type.String(), size: Size }), produces: ['image/jpeg'] },
  }, async (request, reply) => {
    const { medium: id, size } = request.params;
    const { medium } = await mediumOf(request, id, services);
    if (medium.type === 'folder') throw new NotFoundError('not-found', 'a folder has no picture');
    if (isFresh(request, reply, `${medium.sha256} ${size}`)) return reply;
    const { bytes, type } = await picture(medium, size, services);
    return reply.type(type).send(Buffer.from(bytes));
  });
};

/** What the geometry of a search refers to has its pixels as stored; the others are the right way up. */
async function picture({ type, sha256, format, preview, thumbnail }: MediumRow, size: 'thumbnail' | 'preview' | 'stored', { store, blobs, compute, clock }: HttpServices): Promise<{ bytes: Uint8Array; type: string }> {
  if (size === 'stored' && type === 'image' && sha256 && format !== 'lmk') return compute.run('preview-image', { bytes: await blobs.read(sha256), format: format as ImageFormat, maxSide: STORED_SIDE }, { lane: 'serve' });
  const link = await store.links.find((size === 'thumbnail' ? thumbnail : preview) ?? 0, clock());
  if (!link) throw new NotFoundError('not-found', 'this medium has no picture');
  return { bytes: await blobs.read(link.sha256), type: link.type };
}
