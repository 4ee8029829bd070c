/** Answers what a page in the browser asks for: from what the crawl has already, else through the guard, one request at a time and within the rules of each host. */
import type { CrawlSessionRow } from '../../store/crawls.ts';
import type { CrawlPorts } from '../crawl-ports.ts';
import type { Hosts } from '../hosts.ts';
import type { Resource, ResourceAnswer } from './browser.ts';

/** bytes of one answer. */
const MAX_BYTES = 10 * 2 ** 20;
const MAX_REDIRECTS = 3;

/** Undefined: not within the rules, or it could not be had. */
export function politeAnswers(session: CrawlSessionRow, hosts: Hosts, ports: CrawlPorts): (resource: Resource) => Promise<ResourceAnswer | undefined> {
  const { store, blobs, clock } = ports;
  let last: Promise<unknown> = Promise.resolve();

  const fetchOne = async (url: string, redirects = 0): Promise<ResourceAnswer | undefined> => {
    const host = await hosts.of(url);
    if (!host.rules.allows(url) || ports.signal.aborted) return undefined;
    const wait = host.readyAt - clock().getTime();
    if (wait > 0) await ports.sleep(wait);
    try {
      const { status, headers, body } = await ports.fetch(url, { headers: { 'user-agent': ports.userAgent, accept: '*/*' }, timeoutMs: session.download_timeout * 1000, maxBytes: MAX_BYTES });
      const next = status >= 300 && status < 400 && typeof headers['location'] === 'string' ? URL.parse(headers['location'], url)?.href : undefined;
      if (next !== undefined) return redirects < MAX_REDIRECTS ? await fetchOne(next, redirects + 1) : undefined;
      const type = headers['content-type'];
      return { status, headers: { ...(typeof type === 'string' ? { 'content-type': type } : {}), 'access-control-allow-origin': '*' }, body };
    } finally {
      host.readyAt = clock().getTime() + host.delayMs;
    }
  };

  return async ({ url }) => {
    const known = await store.frontier.bytesOf(session.id, url);
    if (known) return { status: 200, headers: { 'content-type': known.content_type }, body: await blobs.read(known.sha256) };
    const mine = last.then(() => fetchOne(url));
    last = mine.catch(() => undefined);
    return mine;
  };
}
