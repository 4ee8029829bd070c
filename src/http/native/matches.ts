/** Matches that were recorded, with what strangers are not told: how sure a mark is, and whose copy it names. */
import { Type } from 'typebox';
import { InputError } from '../../core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { MatchFilter, MatchRow } from '../../store/matches.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices, Routes } from '../services.ts';
import { toMediumView } from './media-view.ts';
import { MatchPage, MatchType, type MatchView } from './media-wire.ts';

const Query = Type.Object({
  type: Type.Optional(MatchType), watermarked: Type.Optional(Type.Boolean()),
  cursor: Type.Optional(Type.String({ maxLength: 100 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});

export const matches: Routes = async (app, services) => {
  app.addHook('preValidation', async (request) => void (await requirePrincipal(request, services)));

  app.get('/matches', { schema: { tags: ['media'], summary: 'Where copies of my media were found, newest first, with how sure a mark is', querystring: Query, response: { 200: MatchPage } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const { type = 'user', watermarked, cursor, limit = 50 } = request.query;
    const filter: MatchFilter = { accountId: account.id, type, ...(watermarked === undefined ? {} : { watermarked }) };
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const rows = await services.store.matches.list(filter, { limit: limit + 1, backwards: false, ...(after ? { after } : {}) });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      matches: await Promise.all(shown.map((row) => toView(row, account, services))), count: await services.store.matches.count(filter),
      next: rows.length > limit && last ? `${last.created_at.getTime()}-${last.id}` : null,
    };
  });
};

/** @throws {InputError} not one of ours. */
function readCursor(cursor: string): { readonly createdAt: Date; readonly id: number } {
  const [, at, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new InputError('request/invalid', 'this cursor is not one that we gave; start without one');
  return { createdAt: new Date(Number(at)), id: Number(id) };
}

async function toView({ id, type, created_at, watermarked, mark, geometry, search_id, media_ids, query_url, query_page_url, image_url, page_url, domain }: MatchRow, account: AccountRow, { store }: HttpServices): Promise<MatchView> {
  const ways = await Promise.all(media_ids.map((medium) => store.media.stepsTo(medium, account.id)));
  return {
    id, type, createdAt: created_at.toISOString(), watermarked, class: geometry?.class ?? null, score: geometry?.score ?? null, search: search_id,
    media: ways.filter((steps) => steps.length > 0).map((steps) => toMediumView(account, steps)), imageUrl: query_url ?? image_url, pageUrl: query_page_url ?? page_url, domain,
    mark: mark && { medium: mark.medium, log10p: mark.log10p, ...(mark.payload === undefined ? {} : { payload: mark.payload }), ...(mark.transform ? { transform: [...mark.transform] } : {}) },
  };
}
