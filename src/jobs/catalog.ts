/** Every job. */
import deliverCallback from './deliver-callback.ts';
import expire from './expire.ts';
import type { JobDefinition } from './job.ts';
import mergeIndex from './merge-index.ts';
import scan from './scan.ts';
import searchMedia from './search-media.ts';

export const JOBS = [scan, searchMedia, deliverCallback, expire, mergeIndex] as unknown as readonly JobDefinition[];
