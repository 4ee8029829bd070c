/** Every job. */
import crawl from './crawl.ts';
import deliverCallback from './deliver-callback.ts';
import expire from './expire.ts';
import ingestReference from './ingest-reference.ts';
import type { JobDefinition } from './job.ts';
import markOrder from './mark-order.ts';
import mergeIndex from './merge-index.ts';
import readPress from './read-press.ts';
import recheckScans from './recheck-scans.ts';
import repeatCrawls from './repeat-crawls.ts';
import scan from './scan.ts';
import searchMedia from './search-media.ts';
import watchPress from './watch-press.ts';

export const JOBS = [scan, searchMedia, deliverCallback, expire, mergeIndex, ingestReference, recheckScans, crawl, repeatCrawls, readPress, watchPress, markOrder] as unknown as readonly JobDefinition[];
