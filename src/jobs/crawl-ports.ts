/** What a crawl is handed in this process. */
import { AppError } from '../core/errors.ts';
import { openBrowser, type Browser } from '../crawl/browser/browser.ts';
import type { CrawlPorts } from '../crawl/crawl-ports.ts';
import { safeFetch } from '../crawl/safe-fetch.ts';
import { readExemptions } from '../crawl/safe-fetch-guard.ts';
import { answerForDemoSite } from '../demo-site.ts';
import type { JobContext } from './context.ts';

/** @returns close it: the browser, if there was one, ends. */
export function openCrawlPorts({ store, blobs, compute, index, clock, config, signal, log }: JobContext): CrawlPorts & { close(): Promise<void> } {
  const exemptions = readExemptions(config.allowPrivateFetch);
  const program = config.chromiumPath;
  let browser: Browser | undefined;
  let failures = 0;
  return {
    store, blobs, compute, index, clock, signal,
    fetch: async (url, options) => (config.demo === 'true' ? await answerForDemoSite(url) : undefined) ?? safeFetch(url, { ...options, exemptions }),
    sleep: (ms) => new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    }),
    async openBrowser() {
      if (browser?.alive()) return browser;
      if (program === undefined || failures >= MAX_FAILURES) return undefined;
      await browser?.close();
      browser = await openBrowser(program).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        failures++;
        log.warn({ program, code: error.code }, 'the browser did not start');
        return undefined;
      });
      return browser;
    },
    userAgent: `Touchstone/${config.version} (+${config.crawlContact || config.publicUrl || 'self-hosted; ask the operator of this address'})`,
    maxPixels: config.maxPixels,
    close: async () => browser?.close(),
  };
}

/** Starts of the browser in one crawl that may fail. */
const MAX_FAILURES = 2;
