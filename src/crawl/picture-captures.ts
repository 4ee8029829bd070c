/** Pictures of the pages on which a crawl found matches. Taken at its end, when most of what the pages show is there already. */
import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import type { CapturedExchange, CaptureRow } from '../store/captures.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Browser, PageInput } from './browser/browser.ts';
import { politeAnswers } from './browser/polite-answers.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { openHosts } from './hosts.ts';

/** Pages of one crawl; those of further matches are told as such. */
const MAX_PAGES = 100;
/** ms for one page: slow hosts are asked slowly. */
const PAGE_MS = 30_000;

/** Goes on where another stopped: a capture that has its picture, or the reason why not, is left alone. */
export async function pictureCaptures(session: CrawlSessionRow, ports: CrawlPorts): Promise<void> {
  const { store } = ports;
  const captures = await store.captures.withoutScreenshot(session.id, session.cycle_count);
  if (captures.length === 0) return;
  const hosts = openHosts(ports, { delayMs: session.download_delay * 1000, timeoutMs: session.download_timeout * 1000 });
  const pages = [...Map.groupBy(captures, (capture) => pageOf(capture)?.url ?? '')];
  for (const [i, [, group]] of pages.entries()) {
    if (ports.signal.aborted) return;
    const ids = group.map(({ id }) => id);
    const page = group.map(pageOf).find((one) => one !== undefined);
    const browser = await ports.openBrowser();
    if (!browser) await store.captures.setScreenshotProblem(ids, 'no-browser');
    else if (!page || page.sha256 === null) await store.captures.setScreenshotProblem(ids, 'no-page');
    else if (i >= MAX_PAGES) await store.captures.setScreenshotProblem(ids, 'too-many-pages');
    else await picture(ids, page, browser, { answer: politeAnswers(session, hosts, ports) }, ports);
  }
}

function pageOf({ exchanges }: CaptureRow): CapturedExchange | undefined {
  return exchanges.length > 1 ? exchanges[0] : undefined;
}

async function picture(ids: readonly number[], { url, status, responseHeaders, sha256 }: CapturedExchange, browser: Browser, { answer }: Pick<PageInput, 'answer'>, { store, blobs, clock }: CrawlPorts): Promise<void> {
  try {
    const type = responseHeaders['content-type'];
    const png = await browser.screenshot({ url, document: { status, headers: typeof type === 'string' ? { 'content-type': type } : {}, body: await blobs.read(sha256 ?? '') }, answer, timeoutMs: PAGE_MS });
    const hash = createHash('sha256').update(png).digest('hex');
    await store.blobs.touch([hash], clock());
    await blobs.put(png);
    await store.transaction((tx) => tx.captures.setScreenshot(ids, hash, clock()));
  } catch (error) {
    if (!(error instanceof AppError) || /^(store|blob)\//.test(error.code)) throw error;
    await store.captures.setScreenshotProblem(ids, error.code);
  }
}
