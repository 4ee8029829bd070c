/** Bounds of a crawl, whatever a site is made of. */
import type { UrlKind } from './kinds.ts';

/** Links from a start page; a calendar without end is left behind there. */
export const MAX_DEPTH = 16;
/** Addresses that one session remembers. */
export const MAX_URLS = 50_000;
/** bytes received in one crawl. */
export const MAX_CRAWL_BYTES = 2 * 2 ** 30;
/** bytes of the images packed into one TAR, and of the pages in one WARC. */
export const MAX_PACKED_BYTES = 256 * 2 ** 20;
export const MAX_REDIRECTS = 5;
/** Times one address is asked for in one crawl. */
export const MAX_ATTEMPTS = 3;
/** px; smaller pictures are icons and spacers. */
export const LEAST_SIDE = 48;

/** bytes of one answer. */
export const MAX_BYTES = {
  page: 5 * 2 ** 20, image: 30 * 2 ** 20, document: 50 * 2 ** 20, style: 2 * 2 ** 20, sitemap: 50 * 2 ** 20, video: 0,
} as const satisfies Record<UrlKind, number>;
