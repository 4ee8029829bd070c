/** A page that had not changed, as an earlier crawl of the session received it: out of that crawl's WARC. */
import { WARCParser } from 'warcio';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Exchange } from '../store/frontier.ts';
import type { CrawlPorts } from './crawl-ports.ts';

/** Batches that are looked into, newest first; a WARC is at most 256 MiB. */
const MAX_BATCHES = 5;

/** Undefined: it is in none of them. What was asked then is not told again: only the answer. */
export async function pageOfBatch(url: string, { id, account_id }: CrawlSessionRow, { store, blobs, clock }: CrawlPorts): Promise<Exchange | undefined> {
  for (const { contents } of await store.batches.list({ accountId: account_id, sessionId: id }, { limit: MAX_BATCHES, backwards: false })) {
    const link = contents.pages.warc === undefined ? undefined : await store.links.find(contents.pages.warc, clock());
    const found = link && (await answerIn(await blobs.read(link.sha256), url));
    if (found) return found;
  }
  return undefined;
}

async function answerIn(warc: Uint8Array, url: string): Promise<Exchange | undefined> {
  for await (const record of new WARCParser((async function* () { yield warc; })())) {
    if (record.warcType !== 'response' || record.warcTargetURI !== url || !record.httpHeaders) continue;
    const status = Number(record.httpHeaders.statusCode);
    if (status !== 200) continue;
    return {
      url, fetched_at: new Date(record.warcDate ?? 0), request_headers: {}, status, response_headers: Object.fromEntries(record.httpHeaders.headers.entries()), body: await record.readFully(true),
    };
  }
  return undefined;
}
