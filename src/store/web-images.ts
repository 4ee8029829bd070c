/** Images seen on the web, each at one page, kept for the account whose crawl saw it. */
import type { Sql } from './sql.ts';

export interface WebImageRow {
  readonly id: number;
  readonly account_id: string;
  readonly url: string;
  readonly page_url: string;
  /** Host of the page, ASCII form. */
  readonly domain: string;
  /** When it was seen first. */
  readonly crawl_date: Date;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly credit: string | null;
  /** Static link. */
  readonly thumbnail_id: number | null;
  readonly md5: string | null;
  readonly last_modified_date: Date | null;
}

export const webImageQueries = (sql: Sql) => ({
  async insert(image: Omit<WebImageRow, 'id'>): Promise<WebImageRow> {
    const [row] = await sql<WebImageRow>`
      insert into web_image (account_id, url, page_url, domain, crawl_date, width, height, credit, thumbnail_id, md5, last_modified_date)
      values (${image.account_id}, ${image.url}, ${image.page_url}, ${image.domain}, ${image.crawl_date}, ${image.width}, ${image.height}, ${image.credit},
        ${image.thumbnail_id}, ${image.md5}, ${image.last_modified_date}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return row;
  },

  /** Those of the account, by id. */
  async byIds(accountId: string, ids: readonly number[]): Promise<ReadonlyMap<number, WebImageRow>> {
    const rows = await sql<WebImageRow>`select * from web_image where account_id = ${accountId} and id = any(${ids}::bigint[])`;
    return new Map(rows.map((row) => [row.id, row]));
  },
});
