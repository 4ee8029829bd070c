/** Matches that were recorded, with what strangers are not told: how sure a mark is, whose copy it names, and what was decided. */
import { Type } from 'typebox';
import { InputError } from '../../core/errors.ts';
import type { MatchFilter } from '../../store/matches.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices, Routes } from '../services.ts';
import { matchOf, toMatchViews } from './match-view.ts';
import { GroupBy, MatchCounts, MatchGroup, MatchPage, MatchType, MatchVerdict, MatchView } from './matches-wire.ts';

const tags = ['matches'];
const FILTERS = {
  type: Type.Optional(MatchType), watermarked: Type.Optional(Type.Boolean()), verdict: Type.Optional(MatchVerdict),
  blacklist: Type.Optional(Type.Boolean({ description: 'true: without blacklisted domains' })),
} as const;
const Query = Type.Object({
  ...FILTERS, medium: Type.Optional(Type.Integer()), place: Type.Optional(Type.String({ maxLength: 300, description: 'host of the page, name of the paper or of the search' })),
  day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'found that day, UTC' })),
  cursor: Type.Optional(Type.String({ maxLength: 100 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});
/** Groups that are listed. */
const GROUPS = 500;
const DAY_MS = 86_400_000;

export const matches: Routes = async (app, services) => {
  const { store } = services;

  // Who asks, and whether it is theirs, is judged before what they sent.
  app.addHook('preValidation', async (request) => {
    await requirePrincipal(request, services);
    if (request.params !== null && typeof request.params === 'object' && 'match' in request.params) await matchOf(request, services);
  });

  app.get('/matches', { schema: { tags, summary: 'Where copies of my media were found, newest first, with how sure a mark is and what was decided', querystring: Query, response: { 200: MatchPage } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const { cursor, limit = 50, medium, place, day, ...query } = request.query;
    const from = day === undefined ? undefined : dayOf(day);
    const filter: MatchFilter = {
      ...filterOf(account.id, query), ...(medium === undefined ? {} : { mediaId: medium }), ...(place === undefined ? {} : { place }),
      ...(from ? { span: { from, to: new Date(from.getTime() + DAY_MS) } } : {}),
    };
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const rows = await store.matches.list(filter, { limit: limit + 1, backwards: false, ...(after ? { after } : {}) });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      matches: await toMatchViews(shown, account, services), count: await store.matches.count(filter),
      next: rows.length > limit && last ? `${last.created_at.getTime()}-${last.id}` : null,
    };
  });

  app.get('/matches/counts', { schema: { tags, summary: 'How many matches of each type, and how many of them nobody decided', response: { 200: MatchCounts } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const counts = await store.matchGroups.counts(account.id);
    const of = (type: MatchType) => {
      const { matches = 0, undecided = 0 } = counts.find((one) => one.type === type) ?? {};
      return { matches, undecided };
    };
    return { web: of('web'), press: of('press'), credit: of('credit'), user: of('user') };
  });

  app.get('/matches/groups', {
    schema: { tags, summary: 'Matches by image, by domain (or paper, or search), or by day', querystring: Type.Object({ ...FILTERS, by: GroupBy }), response: { 200: Type.Object({ groups: Type.Array(MatchGroup) }) } },
  }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    const { by, ...query } = request.query;
    const rows = await store.matchGroups.list(filterOf(account.id, query), by, GROUPS);
    const paths = by === 'image' ? await store.media.pathsOf(rows.flatMap(({ key }) => (key === null ? [] : [Number(key)]))) : new Map<number, readonly string[]>();
    return {
      groups: rows.map(({ key, matches, undecided, media, first_at, last_at }) => ({
        key, name: paths.get(Number(key))?.join('/') ?? null, matches, undecided, media, firstAt: first_at.toISOString(), lastAt: last_at.toISOString(),
      })),
    };
  });

  app.get('/matches/:match', { schema: { tags, summary: 'A match', params: Type.Object({ match: Type.String() }), response: { 200: MatchView } } }, async (request) => oneView(await matchOf(request, services), services));
};

async function oneView({ row, account }: Awaited<ReturnType<typeof matchOf>>, services: HttpServices): Promise<MatchView> {
  const [view] = await toMatchViews([row], account, services);
  if (!view) throw new RangeError('a view of each match');
  return view;
}

function filterOf(accountId: string, { type = 'web', watermarked, verdict, blacklist }: { readonly type?: MatchType; readonly watermarked?: boolean; readonly verdict?: MatchVerdict; readonly blacklist?: boolean }): MatchFilter {
  return { accountId, type, ...(watermarked === undefined ? {} : { watermarked }), ...(verdict === undefined ? {} : { verdict }), ...(blacklist === undefined ? {} : { blacklist }) };
}

/** @throws {InputError} */
function dayOf(day: string): Date {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) throw new InputError('request/invalid', `day is "${day}"; a day such as 2026-03-31 is expected`);
  return at;
}

/** @throws {InputError} not one of ours. */
function readCursor(cursor: string): { readonly createdAt: Date; readonly id: number } {
  const [, at, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new InputError('request/invalid', 'this cursor is not one that we gave; start without one');
  return { createdAt: new Date(Number(at)), id: Number(id) };
}
