/** Links that a page has only after its scripts have run, and the images that they ask for. */
import { AppError } from '../core/errors.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Exchange } from '../store/frontier.ts';
import type { Resource, ResourceAnswer } from './browser/browser.ts';
import { politeAnswers } from './browser/polite-answers.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { extractLinks } from './extract-links.ts';
import type { Hosts } from './hosts.ts';
import type { FoundLink } from './kinds.ts';

/** ms for one page. */
const PAGE_MS = 20_000;

export interface Rendered {
  readonly links: readonly FoundLink[];
  /** The browser; undefined: none is installed, or it could not draw the page. */
  readonly by?: string;
}

/** Scripts and what they ask for are fetched within the rules of their hosts; images, films and fonts are not: an image is a link like any other, for the crawl to follow. */
export async function renderedLinks({ url, status, response_headers, body }: Exchange, session: CrawlSessionRow, hosts: Hosts, ports: CrawlPorts): Promise<Rendered> {
  const browser = await ports.openBrowser();
  if (!browser) return { links: [] };
  const answers = politeAnswers(session, hosts, ports);
  const images: FoundLink[] = [];
  const answer = async (resource: Resource): Promise<ResourceAnswer | undefined> => {
    if (resource.type === 'Script' || resource.type === 'XHR' || resource.type === 'Fetch') return answers(resource);
    const image = resource.type === 'Image' ? canonicalUrl(resource.url, url) : undefined;
    if (image !== undefined) images.push({ url: image, kind: 'image' });
    return undefined;
  };
  try {
    const type = response_headers['content-type'];
    const html = await browser.html({ url, document: { status, headers: typeof type === 'string' ? { 'content-type': type } : {}, body }, answer, timeoutMs: PAGE_MS });
    return { links: [...extractLinks(html, url), ...images], by: browser.version };
  } catch (error) {
    if (!(error instanceof AppError) || /^(store|blob)\//.test(error.code)) throw error;
    return { links: [] };
  }
}
