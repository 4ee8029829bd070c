/** Our sessions and batches in their words. */
import type { BatchPart, CrawlBatchRow, CrawlSessionRow } from '../../../../store/crawls.ts';
import type { HttpServices } from '../../../services.ts';
import { linkUrl } from '../static-links.ts';
import { toTimestamp } from '../wire.ts';
import type { CrawlBatch, CrawlSession } from './wire.ts';

type Base = Pick<HttpServices, 'store' | 'baseUrl'>;

const sessionUrl = (id: number, { baseUrl }: Pick<HttpServices, 'baseUrl'>): string => `${baseUrl()}/api/v1/crawling/sessions/${id}/`;

export function toCrawlSession(row: CrawlSessionRow, services: Pick<HttpServices, 'baseUrl'>): CrawlSession {
  const url = sessionUrl(row.id, services);
  return {
    url, id: row.id, ctime: toTimestamp(row.ctime), mtime: toTimestamp(row.mtime), stime: toTimestamp(row.stime), state: row.state, cycle_count: row.cycle_count,
    crawl_delay: row.crawl_delay, search: row.search, download_delay: row.download_delay, download_timeout: row.download_timeout, start_urls: [...row.start_urls], batches: `${url}batches/`,
  };
}

export async function toCrawlBatch({ id, session_id, cycle, ctime, contents }: CrawlBatchRow, services: Base): Promise<CrawlBatch> {
  const part = async ({ count, ...links }: BatchPart): Promise<{ count: number; log?: string; tar?: string; warc?: string }> => ({
    count, ...Object.fromEntries(await Promise.all(Object.entries(links).map(async ([use, link]) => [use, await linkUrl(link, services)] as const))),
  });
  return {
    url: `${services.baseUrl()}/api/v1/crawling/batches/${id}/`, id, ctime: toTimestamp(ctime), session: sessionUrl(session_id, services), crawl_cycle: cycle,
    images: await part(contents.images), videos: await part(contents.videos), documents: await part(contents.documents), pages: await part(contents.pages),
  };
}
