/** One list of matches, filtered, in pages; the same for an account, a medium and a search. */
import type { FastifyRequest } from 'fastify';
import type { MatchFilter, MatchType } from '../../../store/matches.ts';
import type { HttpServices } from '../../services.ts';
import { callerOf } from './auth.ts';
import { queryOf } from './body.ts';
import { readSpan } from './dates.ts';
import { toMatches } from './from-core.ts';
import { readPage } from './pages.ts';
import { readAll, readBoolean } from './parameters.ts';
import type { MatchList } from './wire.ts';

type Flag = 'watermarked' | 'exclusive' | 'blacklist';

/** Which of the filters each type knows; a filter that it does not know is ignored, as any unknown parameter. */
const FILTERS: Readonly<Record<MatchType, readonly Flag[]>> = {
  user: ['watermarked'], web: ['watermarked', 'exclusive', 'blacklist'], press: ['watermarked'], credit: ['blacklist'],
};

/**
 * @param of its owner is the caller, unless said otherwise.
 * @throws {InputError} a wrong boolean, date, cursor or page size.
 */
export async function listMatches(request: FastifyRequest, of: Pick<MatchFilter, 'type' | 'searchId' | 'mediaId'> & { readonly accountId?: string }, services: HttpServices): Promise<MatchList> {
  const { store } = services;
  const { values } = queryOf(request);
  const accountId = of.accountId ?? callerOf(request).id;
  const flag = (name: Flag) => () => (FILTERS[of.type].includes(name) ? readBoolean(values, name) : undefined);
  const read = readAll({ watermarked: flag('watermarked'), exclusive: flag('exclusive'), blacklist: flag('blacklist'), span: () => readSpan(values) });
  const filter: MatchFilter = { ...of, accountId, ...Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) };
  const { objects, ...paging } = await readPage(request, services, {
    scope: [accountId, of.type, of.searchId, of.mediaId].join('/'),
    count: () => store.matches.count(filter),
    load: ({ from, ...slice }) => store.matches.list(filter, { ...slice, ...(from ? { after: { createdAt: new Date(Number(from[0])), id: Number(from[1]) } } : {}) }),
    keyOf: (row) => [row.created_at.getTime(), row.id],
  });
  return { ...paging, results: await toMatches(objects, accountId, services) };
}
