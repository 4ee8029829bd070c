/** Search by image among my media, with the geometry that was found. */
import { Type } from 'typebox';
import { applyTo } from '../../core/geometry.ts';
import { resolveHits, type ResolvedHit } from '../../registry/marks/resolve-hits.ts';
import { mediaScope } from '../../registry/media-index.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices, Routes } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { oneFile } from './media-upload.ts';
import { toMediumView } from './media-view.ts';
import { MediaSearchReply, TransformLimit, type MediaHit } from './media-wire.ts';

const Query = Type.Object({ transform: Type.Optional(TransformLimit), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })) });
/** px. */
const PICTURE_SIDE = 1200;

export const mediaSearch: Routes = async (app, services) => {
  app.post('/media/search', {
    schema: { tags: ['media'], summary: 'Find copies of an image among my media', querystring: Query, consumes: ['multipart/form-data'], response: { 200: MediaSearchReply } },
    config: { documentedBody: Type.Object({ file: Type.String({ format: 'binary' }) }) },
    onRequest: async (request, reply) => refuseOversized(request, reply, oneFile(services)),
  }, async (request): Promise<MediaSearchReply> => {
    const { account } = await requirePrincipal(request, services);
    const form = await receiveForm(request, 'file', oneFile(services));
    try {
      const bytes = (await form.files[0]?.read()) ?? new Uint8Array();
      const { transform = 'perspective', limit = 20 } = request.query;
      const picture = await services.compute.run('picture-query', { bytes, maxSide: PICTURE_SIDE }, { lane: 'serve' });
      const matches = await services.index.search(bytes, { scopes: [mediaScope(account.id)], transform, limit });
      const resolved = await resolveHits(bytes, matches, account.id, { marks: true }, services);
      const hits = await Promise.all(resolved.map((each) => toHit(each, account, services)));
      return {
        query: { width: picture.width, height: picture.height, picture: `data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}` },
        matches: hits.filter((hit) => hit !== undefined),
      };
    } finally {
      await form.discard();
    }
  });
};

/** Undefined: deleted meanwhile. */
async function toHit({ hit: { score, class: kind, verified, covered, inliers, transform, width, height, source }, mediaIds, mark }: ResolvedHit, account: AccountRow, { store }: HttpServices): Promise<MediaHit | undefined> {
  const steps = await store.media.stepsTo(mediaIds[0] ?? 0, account.id);
  if (steps.length === 0) return undefined;
  const corners = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }];
  const second = source.extra?.['second'];
  return {
    medium: toMediumView(account, steps), score, class: kind, verified, covered, inliers, transform: [...transform], outline: corners.map((corner) => applyTo(transform, corner)),
    ...(mark ? { mark: { log10p: mark.log10p, ...(mark.payload === undefined ? {} : { payload: mark.payload }), ...(mark.transform ? { transform: [...mark.transform] } : {}) } } : {}),
    ...(typeof second === 'number' ? { second } : {}), ...(source.page === undefined ? {} : { page: source.page }),
  };
}
