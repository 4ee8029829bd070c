/** Keeps what was seen of a match: the page's exchange and the image's, with their bytes; where the page had not changed, also its text from the crawl that had it. */
import { createHash } from 'node:crypto';
import type { CapturedExchange } from '../store/captures.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Exchange, FrontierRow } from '../store/frontier.ts';
import type { Queries } from '../store/store.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { pageOfBatch } from './page-of-batch.ts';

interface SeenImage {
  readonly sha256: string;
  /** px as stored. */
  readonly width: number;
  readonly height: number;
}

interface Place {
  readonly row: FrontierRow;
  readonly session: CrawlSessionRow;
  /** Of the image. */
  readonly exchange: Exchange | undefined;
}

/** The bytes are safe when it resolves. @returns writes the row and gives its id; call it in the transaction that writes the matches. */
export async function keepCapture({ sha256, width, height }: SeenImage, { row, session, exchange }: Place, ports: CrawlPorts): Promise<(tx: Queries) => Promise<number>> {
  const page = await ports.store.frontier.exchangeOf(session.id, session.cycle_count, row.page_url);
  const exchanges: CapturedExchange[] = [];
  const before = page?.status === 304 ? await pageOfBatch(page.url, session, ports) : undefined;
  for (const one of [before, page, exchange]) if (one) exchanges.push(await keepExchange(one, ports));
  return (tx) => tx.captures.insert({
    account_id: session.account_id, session_id: session.id, cycle: session.cycle_count, exchanges, image_sha256: sha256, width, height, software: ports.userAgent, created_at: ports.clock(),
  });
}

async function keepExchange({ url, fetched_at, request_headers, status, response_headers, body }: Exchange, { store, blobs, clock }: CrawlPorts): Promise<CapturedExchange> {
  const sha256 = body.length > 0 ? createHash('sha256').update(body).digest('hex') : null;
  if (sha256 !== null) {
    await store.blobs.touch([sha256], clock());
    await blobs.put(body);
  }
  return { url, fetchedAt: fetched_at.toISOString(), requestHeaders: request_headers, status, responseHeaders: response_headers, sha256 };
}
