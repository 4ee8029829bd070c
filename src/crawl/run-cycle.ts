/** One crawl of a session: takes addresses from the frontier until none is left, its time is over, or somebody stops it. */
import type { AccountRow } from '../store/accounts.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { FrontierRow, NewUrl } from '../store/frontier.ts';
import { canonicalUrl, isOnSite, siteOf } from './canonical-url.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { openHosts, type Hosts } from './hosts.ts';
import { keepImage } from './keep-image.ts';
import { MAX_CRAWL_BYTES, MAX_DEPTH, MAX_URLS } from './limits.ts';
import { renderedLinks } from './rendered-links.ts';
import { visitUrl, type Visited } from './visit-url.ts';

/** Addresses looked at for one whose host is ready. */
const LOOK_AHEAD = 200;
/** ms; longest sleep, so that a pause is noticed. */
const LONGEST_SLEEP = 1000;

/** `over`: nothing is left or its time is up, the batch is due. `stopped`: paused, deleted, or the process ends; it goes on from the frontier. */
export async function runCycle(first: CrawlSessionRow, account: AccountRow, ports: CrawlPorts): Promise<'over' | 'stopped'> {
  const { store, clock } = ports;
  const { id, cycle_count: cycle } = first;
  const hosts = openHosts(ports, { delayMs: first.download_delay * 1000, timeoutMs: first.download_timeout * 1000 });
  await seed(first, ports);
  let session: CrawlSessionRow | undefined = first;
  let since = clock().getTime();
  let bytes = 0;
  for (;;) {
    const now = clock().getTime();
    session = await store.crawls.spend(first, now - since, bytes);
    [since, bytes] = [now, 0];
    if (ports.signal.aborted || session?.state !== 'running') return 'stopped';
    if (session.worked_ms >= session.crawl_delay * 1000 || session.received_bytes >= MAX_CRAWL_BYTES) return 'over';

    const open = await store.frontier.open(id, cycle, LOOK_AHEAD, clock());
    const row = open.find(({ url }) => (hosts.readyAt(url) ?? 0) <= now);
    if (row) bytes = await take(row, session, account, hosts, ports);
    else {
      const waits = [...open.map(({ url }) => hosts.readyAt(url) ?? 0), ...(open.length === 0 ? [(await store.frontier.waitUntil(id, cycle))?.getTime()] : [])].filter((at) => at !== undefined);
      if (waits.length === 0) return 'over';
      await ports.sleep(Math.min(LONGEST_SLEEP, Math.max(1, Math.min(...waits) - clock().getTime())));
    }
  }
}

/** The addresses it was begun on, and the usual place of a sitemap. Those known already stay as they are. */
async function seed({ id, start_urls }: CrawlSessionRow, { store, clock }: CrawlPorts): Promise<void> {
  const starts = start_urls.map((url): NewUrl => ({ url, kind: 'page', depth: 0, redirects: 0, page_url: url }));
  const sitemaps = start_urls.map((url): NewUrl => ({ url: new URL('/sitemap.xml', url).href, kind: 'sitemap', depth: 1, redirects: 0, page_url: url }));
  await store.frontier.add(id, [...starts, ...sitemaps], MAX_URLS, clock());
}

/** Gives the bytes received. Everything that a visit changes is one transaction: after a kill the address is as new, or done with. */
async function take(row: FrontierRow, session: CrawlSessionRow, account: AccountRow, hosts: Hosts, ports: CrawlPorts): Promise<number> {
  const { store, clock } = ports;
  const host = await hosts.of(row.url);
  if (host.readyAt > clock().getTime()) await ports.sleep(host.readyAt - clock().getTime()); // its rules were just asked for
  if (ports.signal.aborted) return 0;
  const visited = await visitUrl(row, session, host, ports);
  host.readyAt = clock().getTime() + (visited.outcome === 'later' && visited.wholeHost ? Math.max(host.delayMs, visited.waitMs) : host.delayMs);
  if (visited.outcome === 'later') {
    await store.frontier.postpone(row.id, new Date(clock().getTime() + visited.waitMs));
    return visited.receivedBytes;
  }
  const kept = visited.image ? await keepImage(visited.image, { row, session, account, exchange: visited.exchange }, ports) : undefined;
  const rendered = session.render && visited.visit.kind === 'page' && visited.visit.status === 200 && visited.exchange ? await renderedLinks(visited.exchange, session, hosts, ports) : undefined;
  const domain = startDomain(row, visited) ?? session.domain;
  const links = [...nextUrls(row, { ...visited, links: [...visited.links, ...(rendered?.links ?? [])] }, domain), ...(row.depth === 0 ? host.rules.sitemaps.flatMap((text) => toSitemap(text, row)) : [])];
  await store.transaction(async (tx) => {
    if (!(await tx.frontier.claim(row.id, session.cycle_count))) return; // another took the crawl up meanwhile
    if (domain !== session.domain) await tx.crawls.moveTo(session.id, domain);
    if (row.depth === 0 && row.redirects > 0 && visited.visit.status === 200) await tx.crawls.setStartUrls(session.id, [row.url]);
    if (visited.exchange && row.kind === 'page') await tx.frontier.keepExchange(session.id, session.cycle_count, visited.exchange);
    if (rendered?.by !== undefined) await tx.crawls.rendered(session.id, rendered.by);
    await kept?.write(tx);
    await tx.frontier.add(session.id, links, MAX_URLS, clock());
    await tx.frontier.visited(row.id, session.cycle_count, { ...visited.visit, ...kept?.visit }, clock());
  });
  return visited.receivedBytes;
}

type Done = Extract<Visited, { outcome: 'done' }>;

/** A start page that lives elsewhere takes the session along. */
function startDomain({ depth }: FrontierRow, { redirect }: Done): string | undefined {
  return depth === 0 && redirect ? siteOf(redirect.url) : undefined;
}

/** Pages stay on the site; pictures and the like may lie anywhere. */
function nextUrls(row: FrontierRow, { links, redirect }: Done, domain: string): NewUrl[] {
  const moved = redirect && (redirect.kind !== 'page' || isOnSite(redirect.url, domain)) ? [{ ...redirect, depth: row.depth, redirects: row.redirects + 1, page_url: row.depth === 0 ? redirect.url : row.page_url }] : [];
  if (row.depth >= MAX_DEPTH) return moved;
  const from = row.kind === 'style' || row.kind === 'sitemap' ? row.page_url : row.url;
  const found = links.filter(({ url, kind }) => (kind === 'page' || kind === 'style' || kind === 'sitemap' ? isOnSite(url, domain) : true));
  return [...moved, ...found.map(({ url, kind }) => ({ url, kind, depth: row.depth + 1, redirects: 0, page_url: from }))];
}

function toSitemap(text: string, row: FrontierRow): NewUrl[] {
  const url = canonicalUrl(text, row.url);
  return url === undefined ? [] : [{ url, kind: 'sitemap', depth: 1, redirects: 0, page_url: row.url }];
}
