/** GET /matches/web/, /matches/press/, /matches/credit/, /matches/user/, /matches/<id>/, /matches/credit/<id>/ — what was found of the account's media. */
import { Type } from 'typebox';
import { NotFoundError } from '../../../core/errors.ts';
import type { MatchRow, MatchType } from '../../../store/matches.ts';
import type { Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { toMatches } from './from-core.ts';
import { listMatches } from './match-list.ts';
import { DateQuery, ERRORS, Match, MatchList, PageQuery } from './wire.ts';

const Flag = (description: string) => Type.Optional(Type.String({ description }));
const Query = Type.Object({
  watermarked: Flag('true or false: only those'), exclusive: Flag('true or false: only those (web)'), blacklist: Flag('true: without blacklisted domains (web, credit)'),
  ...DateQuery, ...PageQuery.properties,
}, { additionalProperties: true });

const LISTS: Readonly<Record<MatchType, string>> = { web: 'Matches on the web', press: 'Matches in the press', credit: 'Images with my credit line', user: 'Matches of my searches' };
const tags = ['imatag'];

export const matches: Routes = async (app, services) => {
  for (const [type, summary] of Object.entries(LISTS) as [MatchType, string][]) {
    app.get(`/matches/${type}/`, { schema: { tags, summary: `${summary}, newest first`, querystring: Query, response: { 200: MatchList, ...ERRORS } } }, (request) => listMatches(request, { type }, services));
  }

  const one = async (id: string, accountId: string, isRight: (match: MatchRow) => boolean): Promise<Match> => {
    const row = /^\d{1,15}$/.test(id) ? await services.store.matches.find(Number(id), accountId) : undefined;
    const [match] = row && isRight(row) ? await toMatches([row], accountId, services) : [];
    if (!match) throw new NotFoundError('not-found', 'there is no match with this id', { id });
    return match;
  };
  const schema = { tags, params: Type.Object({ id: Type.String() }), response: { 200: Match, ...ERRORS } };
  app.get('/matches/:id/', { schema: { ...schema, summary: 'A match' } }, (request) => one(request.params.id, callerOf(request).id, ({ type }) => type !== 'credit'));
  app.get('/matches/credit/:id/', { schema: { ...schema, summary: 'A credit match' } }, (request) => one(request.params.id, callerOf(request).id, ({ type }) => type === 'credit'));
};
