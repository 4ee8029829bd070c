/** What one crawl found, packed for download: made once, at its end. */
import { createHash } from 'node:crypto';
import type { BatchContents, BatchPart, CrawlSessionRow } from '../store/crawls.ts';
import type { Exchange, FrontierRow } from '../store/frontier.ts';
import type { Queries } from '../store/store.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { csvLog } from './csv-log.ts';
import { imageTar } from './image-tar.ts';
import { pageWarc } from './page-warc.ts';

/** A file whose bytes are safe; its link is made in the transaction that ends the crawl. */
interface PackedFile { readonly sha256: string; readonly bytes: number; readonly type: string; readonly name: string }
interface PackedPart { readonly count: number; readonly files: Readonly<Partial<Record<'log' | 'tar' | 'warc', PackedFile>>> }

export interface Batch {
  /** Pages that were had. */
  readonly pages: number;
  /** Call it in the transaction that ends the crawl. */
  write(tx: Queries): Promise<void>;
}

export async function makeBatch(session: CrawlSessionRow, ports: CrawlPorts): Promise<Batch> {
  const { id, cycle_count: cycle, account_id } = session;
  const rendering = session.render ? { browser: session.rendered_by, pages: session.rendered_pages } : null;
  const { store, blobs, clock } = ports;
  const keep = async (bytes: Uint8Array, name: string, type: string): Promise<PackedFile> => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await store.blobs.touch([sha256], clock());
    await blobs.put(bytes);
    return { sha256, bytes: bytes.length, type, name: `crawl-${id}-${cycle}-${name}` };
  };
  const part = async (kind: FrontierRow['kind'], name: string): Promise<PackedPart & { readonly rows: readonly FrontierRow[] }> => {
    const rows = await store.frontier.of(id, cycle, [kind]);
    return { rows, count: rows.filter(isFound).length, files: rows.length === 0 ? {} : { log: await keep(csvLog(rows), `${name}.csv.gz`, 'application/gzip') } };
  };
  const [pages, images, videos, documents] = [await part('page', 'pages'), await part('image', 'images'), await part('video', 'videos'), await part('document', 'documents')];
  const found = images.rows.filter((row) => isFound(row) && row.width !== null && row.problem === null);
  const tar = found.length === 0 ? {} : { tar: await keep(await imageTar(found, (sha256) => blobs.read(sha256)), 'images.tar', 'application/x-tar') };
  const warc = pages.rows.length === 0 ? {} : {
    warc: await keep(await pageWarc(exchangesOf(session, ports), { software: ports.userAgent, filename: `crawl-${id}-${cycle}.warc.gz`, at: clock(), ...(rendering ? { rendering: renderingWords(rendering) } : {}) }), 'pages.warc.gz', 'application/warc'),
  };
  const parts = { images: { ...images, files: { ...images.files, ...tar } }, videos, documents, pages: { ...pages, files: { ...pages.files, ...warc } } };
  return {
    pages: pages.count,
    async write(tx) {
      const now = clock();
      const linked = async ({ count, files }: PackedPart): Promise<BatchPart> => {
        const links = [];
        for (const [use, file] of Object.entries(files)) links.push([use, (await tx.links.insert({ ...file, account_id, created_at: now, expires_at: null })).id] as const);
        return { count, ...Object.fromEntries(links) };
      };
      const contents: BatchContents = { images: await linked(parts.images), videos: await linked(videos), documents: await linked(documents), pages: await linked(parts.pages) };
      await tx.batches.insert({ account_id, session_id: id, cycle, ctime: now, contents, rendering });
      await tx.frontier.forgetExchanges(id, cycle);
    },
  };
}

/** What the WARC says: its answers are as received; links may have come from pages as drawn. */
function renderingWords({ browser, pages }: { readonly browser: string | null; readonly pages: number }): string {
  return browser === null ? 'asked for; no browser is installed, or none drew a page' : `${pages} pages drawn by ${browser} to find their links; answers are as received`;
}

/** There, now or as in the crawl before. */
function isFound({ status }: FrontierRow): boolean {
  return status !== null && (status < 300 || status === 304);
}

/** A few at a time, so that ten thousand pages are never in memory. */
async function* exchangesOf({ id, cycle_count: cycle }: CrawlSessionRow, { store }: CrawlPorts): AsyncGenerator<Exchange> {
  for (let after = 0; ;) {
    const some = await store.frontier.exchanges(id, cycle, after, 20);
    yield* some;
    const last = some.at(-1);
    if (!last) return;
    after = last.id;
  }
}
