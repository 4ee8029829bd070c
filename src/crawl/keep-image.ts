/** An image found on a page: kept, compared with the registered images of the account, and looked through for its credit lines. */
import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { findMatches } from '../registry/find-matches.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Exchange, FrontierRow, StoredMatch, Visit } from '../store/frontier.ts';
import type { FoundMark, MatchGeometry } from '../store/matches.ts';
import type { Queries } from '../store/store.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { keepCapture } from './keep-capture.ts';
import { LEAST_SIDE } from './limits.ts';

export interface KeptImage {
  readonly visit: Visit;
  /** Writes what was found; call it in the transaction that says the address is visited. */
  write(tx: Queries): Promise<void>;
}

const NOTHING: KeptImage['write'] = async () => undefined;

export interface SeenAt {
  readonly row: FrontierRow;
  readonly session: CrawlSessionRow;
  readonly account: AccountRow;
  readonly exchange: Exchange | undefined;
}

/** All that takes time happens here, outside of a transaction. */
export async function keepImage(bytes: Uint8Array, { row, session, account, exchange }: SeenAt, ports: CrawlPorts): Promise<KeptImage> {
  const { store, blobs, compute, index, clock } = ports;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    const { width, height, thumbnail, credits } = await compute.run('look-at-web-image', { bytes, maxPixels: ports.maxPixels });
    if (Math.min(width, height) < LEAST_SIDE) return { visit: { width, height, problem: 'image/too-small' }, write: NOTHING };
    const thumbnailHash = createHash('sha256').update(thumbnail.bytes).digest('hex');
    await store.blobs.touch([sha256, thumbnailHash], clock());
    await blobs.put(bytes);
    await blobs.put(thumbnail.bytes);
    const searches = session.search && account.web_tracking;
    const matches = searches ? await store.frontier.searched(session.id, sha256) ?? (await search(bytes, account, ports)) : undefined;
    const credit = credits.find((text) => account.credit_lines.some((line) => says(text, line)));
    const isSeen = (matches?.length ?? 0) > 0 || credit !== undefined;
    const capture = isSeen ? await keepCapture({ sha256, width, height }, { row, session, exchange }, ports) : undefined;
    const described = await index.describe(bytes, ports.signal);
    return {
      visit: { width, height, ...(matches ? { matches } : {}) },
      async write(tx) {
        const now = clock();
        const link = await tx.links.insert({ account_id: account.id, sha256: thumbnailHash, type: thumbnail.type, name: 'thumbnail', bytes: thumbnail.bytes.length, created_at: now, expires_at: null });
        const { hostname } = new URL(row.page_url);
        const image = await tx.webImages.insert({
          account_id: account.id, url: row.url, page_url: row.page_url, domain: hostname, crawl_date: now, width, height, credit: credits[0] ?? null,
          thumbnail_id: link.id, md5: createHash('md5').update(bytes).digest('hex'), last_modified_date: null,
        });
        await index.enroll({ scope: `web:${account.id}`, ref: String(image.id), name: row.url }, described, tx);
        const captureId = (await capture?.(tx)) ?? null;
        for (const { mediaIds, exclusive, geometry, mark } of matches ?? []) {
          await tx.matches.insert({
            account_id: account.id, type: 'web', created_at: now, media_ids: mediaIds, watermarked: mark !== null, exclusive, mark: mark as FoundMark | null, query_url: row.url, query_page_url: row.page_url, domain: hostname,
            geometry: geometry as MatchGeometry, capture_id: captureId,
          });
        }
        if (credit !== undefined) {
          await tx.matches.insert({
            account_id: account.id, type: 'credit', created_at: now, media_ids: (matches ?? []).flatMap(({ mediaIds }) => mediaIds), web_image_id: image.id, credit,
            image_url: row.url, page_url: row.page_url, domain: hostname, capture_id: captureId,
          });
        }
      },
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return { visit: { problem: error.code }, write: NOTHING };
  }
}

async function search(bytes: Uint8Array, { id }: AccountRow, ports: CrawlPorts): Promise<StoredMatch[]> {
  const found = await findMatches([{ bytes }], id, { category: 'private', similar: false, transform: 'perspective' }, { ...ports, config: { maxPixels: ports.maxPixels } }, { signal: ports.signal });
  return found.map(({ mediaIds, exclusive, geometry, mark }) => ({ mediaIds, exclusive, geometry, mark }));
}

/** Without regard to case and accents. */
function says(text: string, line: string): boolean {
  const plain = (value: string): string => value.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return line.trim() !== '' && plain(text).includes(plain(line.trim()));
}
