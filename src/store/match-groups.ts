/** Matches by what they have in common: for an inbox that is worked through a pile at a time. */
import { withNulls, type MatchFilter, type MatchType } from './matches.ts';
import type { Sql } from './sql.ts';

/** `image`: of which medium. `domain`: on whose page, or in which paper. `day`: when it was found, UTC. */
export type GroupBy = 'image' | 'domain' | 'day';

export interface MatchGroupRow {
  /** Id of the medium, the domain, the name of the paper, or YYYY-MM-DD; null: it has none. */
  readonly key: string | null;
  readonly matches: number;
  readonly undecided: number;
  /** Media of the account that were found. */
  readonly media: number;
  readonly first_at: Date;
  readonly last_at: Date;
}

export interface TypeCount {
  readonly type: MatchType;
  readonly matches: number;
  readonly undecided: number;
}

export const matchGroupQueries = (sql: Sql) => ({
  /** Most undecided first, then the newest; days newest first. A match of two media is in two groups by image. */
  async list(filter: MatchFilter, by: GroupBy, limit: number): Promise<MatchGroupRow[]> {
    const f = withNulls(filter);
    return sql<MatchGroupRow>`
      with found as (
        select match.id, match.verdict, match.created_at, seen.media_id,
          case ${by}::text when 'image' then seen.media_id::text when 'day' then to_char(match.created_at at time zone 'UTC', 'YYYY-MM-DD') else coalesce(match.domain, match.issue->>'name', search.name) end as key
        from match left join lateral (select media_id from match_media join medium on medium.id = media_id where match_id = match.id) as seen on true left join search on search.id = match.search_id
        where match.account_id = ${f.accountId} and match.type = ${f.type} and (seen.media_id is not null or match.type = 'credit' or match.web_image_id is not null)
          and (${f.verdict}::text is null or match.verdict = ${f.verdict}) and (${f.watermarked}::boolean is null or match.watermarked = ${f.watermarked})
          and (not ${f.blacklist}::boolean or not exists (
            select from blacklisted_domain as b where b.account_id = match.account_id and (b.domain = match.domain or right(match.domain, length(b.domain) + 1) = '.' || b.domain)))
      )
      select key, count(distinct id) as matches, count(distinct id) filter (where verdict = 'undecided') as undecided, count(distinct media_id) as media, min(created_at) as first_at, max(created_at) as last_at
      from found group by key order by case when ${by}::text = 'day' then key end desc, undecided desc, last_at desc, key limit ${limit}`;
  },

  /** Found by one crawl, by type. */
  async ofCrawl(sessionId: number, cycle: number): Promise<{ readonly web: number; readonly credit: number }> {
    const [row] = await sql<{ web: number; credit: number }>`
      select count(*) filter (where type = 'web') as web, count(*) filter (where type = 'credit') as credit from match join capture on capture.id = match.capture_id
      where capture.session_id = ${sessionId} and capture.cycle = ${cycle}`;
    return row ?? { web: 0, credit: 0 };
  },

  /** Found by all crawls of a session. */
  async ofSession(sessionId: number): Promise<{ readonly web: number; readonly credit: number }> {
    const [row] = await sql<{ web: number; credit: number }>`
      select count(*) filter (where type = 'web') as web, count(*) filter (where type = 'credit') as credit from match join capture on capture.id = match.capture_id
      where capture.session_id = ${sessionId}`;
    return row ?? { web: 0, credit: 0 };
  },

  /** Of each type that has any, without blacklisted domains. */
  async counts(accountId: string): Promise<TypeCount[]> {
    return sql<TypeCount>`
      select type, count(*) as matches, count(*) filter (where verdict = 'undecided') as undecided from match
      where account_id = ${accountId} and (type = 'credit' or web_image_id is not null or exists (select from match_media join medium on medium.id = media_id where match_id = match.id))
        and not exists (select from blacklisted_domain as b where b.account_id = match.account_id and (b.domain = match.domain or right(match.domain, length(b.domain) + 1) = '.' || b.domain))
      group by type`; // match_account_id_verdict_idx
  },
});
