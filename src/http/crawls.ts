/** Beginning and ending crawling sessions, for every API that does. */
import { InputError } from '../core/errors.ts';
import { canonicalUrl, siteOf } from '../crawl/canonical-url.ts';
import { checkUrl, readExemptions } from '../crawl/safe-fetch-guard.ts';
import { startCrawl } from '../jobs/crawl.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { HttpServices, Services } from './services.ts';

export interface CrawlOptions {
  /** s; longest time of one crawl. Default 300. */
  readonly crawlDelay?: number;
  /** s between two requests to one host. Default 1. */
  readonly downloadDelay?: number;
  /** s for one request. Default 15. */
  readonly downloadTimeout?: number;
  /** Whether the images found are compared with the account's media. Default true. */
  readonly search?: boolean;
  /** Whether pages are drawn by the installed browser, for the links that scripts make. Default false. */
  readonly render?: boolean;
}

/** @throws {InputError} no address that may be called. */
export async function newCrawl({ id }: AccountRow, text: string, options: CrawlOptions, { store, queue, clock, config }: Services): Promise<CrawlSessionRow> {
  const url = canonicalUrl(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `http://${text}`);
  if (url === undefined) throw new InputError('request/invalid', `url is "${text.slice(0, 200)}"; expected an http or https address without credentials, at most 2048 characters long`);
  checkUrl(url, readExemptions(config.allowPrivateFetch));
  const session = {
    account_id: id, start_urls: [url], domain: siteOf(url), crawl_delay: options.crawlDelay ?? 300, download_delay: options.downloadDelay ?? 1,
    download_timeout: options.downloadTimeout ?? 15, search: options.search ?? true, render: options.render ?? false,
  };
  return store.transaction(async (tx) => {
    const row = await tx.crawls.insert(session, clock());
    await startCrawl(tx, queue, row);
    return row;
  });
}

/** False: none, or of another account. What runs stops at its next step; batches and their files go too. */
export async function deleteCrawl(id: number, accountId: string, { store }: HttpServices): Promise<boolean> {
  return store.transaction(async (tx) => {
    if (!(await tx.crawls.find(id, accountId))) return false;
    const links = await tx.batches.linksOf(id);
    await tx.crawls.remove(id, accountId);
    await tx.links.delete(links);
    return true;
  });
}
