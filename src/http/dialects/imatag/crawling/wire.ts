/** Crawling sessions and batches as the reference prints them. */
import { Type, type Static } from 'typebox';
import { PAGING } from '../wire.ts';

export const CrawlSession = Type.Object({
  url: Type.String(), id: Type.Integer(), ctime: Type.String(), mtime: Type.String(), stime: Type.String(),
  state: Type.String({ description: 'pending, running, failed, done or paused' }),
  cycle_count: Type.Integer(), crawl_delay: Type.Integer({ description: 's; longest time of one crawl' }), search: Type.Boolean(),
  download_delay: Type.Number({ description: 's' }), download_timeout: Type.Integer({ description: 's' }),
  start_urls: Type.Array(Type.String()), batches: Type.String(),
});
export type CrawlSession = Static<typeof CrawlSession>;
export const CrawlSessionList = Type.Object({ ...PAGING, results: Type.Array(CrawlSession) });

const Part = Type.Object({ count: Type.Integer(), log: Type.Optional(Type.String()) });
export const CrawlBatch = Type.Object({
  url: Type.String(), id: Type.Integer(), ctime: Type.String(), session: Type.String(), crawl_cycle: Type.Integer(),
  images: Type.Object({ ...Part.properties, tar: Type.Optional(Type.String()) }),
  videos: Part, documents: Part,
  pages: Type.Object({ ...Part.properties, warc: Type.Optional(Type.String()) }),
});
export type CrawlBatch = Static<typeof CrawlBatch>;
export const CrawlBatchList = Type.Object({ ...PAGING, results: Type.Array(CrawlBatch) });
