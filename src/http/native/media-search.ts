/** Search by image among my media, with the geometry that was found. */
import { resolveHits, type ResolvedHit } from '../../registry/marks/resolve-hits.ts';
import { mediaScope } from '../../registry/media-index.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices, Routes } from '../services.ts';
import { toMediumView } from './media-view.ts';
import { MediaSearchReply, type MediaHit } from './media-wire.ts';
import { searchBy, searchForm, SearchQuery, toMatchFacts } from './search-form.ts';

export const mediaSearch: Routes = async (app, services) => {
  app.post('/media/search', {
    schema: { tags: ['media'], summary: 'Find copies of an image among my media', querystring: SearchQuery, consumes: ['multipart/form-data'], response: { 200: MediaSearchReply } },
    ...searchForm(services),
  }, async (request): Promise<MediaSearchReply> => {
    const { account } = await requirePrincipal(request, services);
    const { bytes, query, matches } = await searchBy(request, request.query, { scopes: [mediaScope(account.id)] }, services);
    const resolved = await resolveHits(bytes, matches, account.id, { marks: true }, services);
    const hits = await Promise.all(resolved.map((each) => toHit(each, account, services)));
    return { query, matches: hits.filter((hit) => hit !== undefined) };
  });
};

/** Undefined: deleted meanwhile. */
async function toHit({ hit, mediaIds, mark }: ResolvedHit, account: AccountRow, { store }: HttpServices): Promise<MediaHit | undefined> {
  const steps = await store.media.stepsTo(mediaIds[0] ?? 0, account.id);
  if (steps.length === 0) return undefined;
  const { extra, page } = hit.source;
  const second = extra?.['second'];
  return {
    medium: toMediumView(account, steps), ...toMatchFacts(hit),
    ...(mark ? { mark: { log10p: mark.log10p, ...(mark.payload === undefined ? {} : { payload: mark.payload }), ...(mark.transform ? { transform: [...mark.transform] } : {}) } } : {}),
    ...(typeof second === 'number' ? { second } : {}), ...(page === undefined ? {} : { page }),
  };
}
