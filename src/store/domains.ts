/** Domains whose matches an account does not want to see. */
import type { Sql } from './sql.ts';

export interface DomainRow {
  readonly id: number;
  readonly domain: string;
}

export interface DomainSlice {
  readonly limit: number;
  /** Starts behind this id. */
  readonly from?: number;
  /** Towards smaller ids, nearest first. */
  readonly backwards: boolean;
}

export const domainQueries = (sql: Sql) => ({
  /** False when it is there already. */
  async add(accountId: string, domain: string, now: Date): Promise<boolean> {
    const rows = await sql`
      insert into blacklisted_domain (account_id, domain, created_at) values (${accountId}, ${domain}, ${now}) on conflict do nothing returning id`;
    return rows.length > 0;
  },

  /** False when it is not there. */
  async remove(accountId: string, domain: string): Promise<boolean> {
    const rows = await sql`delete from blacklisted_domain where account_id = ${accountId} and domain = ${domain} returning id`;
    return rows.length > 0;
  },

  async count(accountId: string): Promise<number> {
    const [row] = await sql<{ n: number }>`select count(*) as n from blacklisted_domain where account_id = ${accountId}`;
    return row?.n ?? 0;
  },

  /** In the order they were added. */
  async list(accountId: string, { limit, from, backwards }: DomainSlice): Promise<DomainRow[]> {
    if (backwards) return sql<DomainRow>`select id, domain from blacklisted_domain where account_id = ${accountId} and id < ${from ?? 0} order by id desc limit ${limit}`;
    return sql<DomainRow>`select id, domain from blacklisted_domain where account_id = ${accountId} and id > ${from ?? 0} order by id limit ${limit}`;
  },
});
