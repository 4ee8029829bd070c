/** What a crawl is handed. */
import type { Blobs } from '../blobs/blobs.ts';
import type { Compute } from '../compute/compute.ts';
import type { ImageIndex } from '../registry/image-index.ts';
import type { Store } from '../store/store.ts';
import type { Browser } from './browser/browser.ts';
import type { SafeFetchOptions, SafeResponse } from './safe-fetch.ts';

export interface CrawlPorts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly index: ImageIndex;
  readonly clock: () => Date;
  /** Through the guard. */
  fetch(url: string, options: Pick<SafeFetchOptions, 'method' | 'headers' | 'timeoutMs' | 'maxBytes'>): Promise<SafeResponse>;
  /** Ends early when the process stops. */
  sleep(ms: number): Promise<void>;
  readonly signal: AbortSignal;
  /** One for the whole crawl, started when it is first wanted; undefined: none is installed, or it does not start. */
  openBrowser(): Promise<Browser | undefined>;
  /** `Touchstone/1.0 (+contact)`. */
  readonly userAgent: string;
  readonly maxPixels: number;
}
