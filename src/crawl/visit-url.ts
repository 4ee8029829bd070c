/** One address of the frontier: asked for once, within the rules of its host; what it is, what it links to, or why there is nothing. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { AppError } from '../core/errors.ts';
import type { CrawlSessionRow } from '../store/crawls.ts';
import type { Exchange, FrontierRow, Visit } from '../store/frontier.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { cssUrls, extractLinks } from './extract-links.ts';
import { extractSitemap } from './extract-sitemap.ts';
import type { Host } from './hosts.ts';
import type { FoundLink, UrlKind } from './kinds.ts';
import { MAX_ATTEMPTS, MAX_BYTES, MAX_REDIRECTS } from './limits.ts';
import { readRetryAfter } from './retry-after.ts';
import type { SafeResponse } from './safe-fetch.ts';

export type Visited =
  /** To be asked for again; the host is left alone until then. */
  | { readonly outcome: 'later'; readonly waitMs: number; readonly wholeHost: boolean }
  | {
    readonly outcome: 'done';
    readonly visit: Visit;
    readonly links: readonly FoundLink[];
    /** The question and the answer to it. */
    readonly exchange?: Exchange;
    /** Bytes of an image that are not those of the crawl before. */
    readonly image?: Uint8Array;
    readonly redirect?: FoundLink;
  };

const FIRST_WAIT_MS = 5_000;

export async function visitUrl(row: FrontierRow, session: CrawlSessionRow, host: Host, ports: CrawlPorts): Promise<Visited & { readonly receivedBytes: number }> {
  if (!host.rules.allows(row.url)) return { ...done({ problem: 'robots' }), receivedBytes: 0 };
  const headers = requestHeaders(row, ports.userAgent);
  const at = ports.clock();
  try {
    const answer = await ports.fetch(row.url, { method: row.kind === 'video' ? 'HEAD' : 'GET', headers, timeoutMs: session.download_timeout * 1000, maxBytes: MAX_BYTES[row.kind] });
    const retry = retryOf(answer, row, at);
    const result = retry ?? judge(answer, row);
    const exchange: Exchange | undefined = result.outcome === 'done'
      ? { url: row.url, fetched_at: at, request_headers: { ...headers, host: new URL(row.url).host }, status: answer.status, response_headers: presentHeaders(answer.headers), body: answer.body }
      : undefined;
    return { ...result, ...(exchange ? { exchange } : {}), receivedBytes: answer.body.length };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const hopeless = error.code === 'fetch/blocked' || error.code === 'fetch/too-large' || error.code === 'request/invalid';
    if (!hopeless && row.attempts + 1 < MAX_ATTEMPTS) return { outcome: 'later', waitMs: FIRST_WAIT_MS * 2 ** row.attempts, wholeHost: false, receivedBytes: 0 };
    return { ...done({ problem: error.code }), receivedBytes: 0 };
  }
}

/** What is unchanged is not sent again. */
function requestHeaders({ etag, last_modified, kind }: FrontierRow, userAgent: string): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept: kind === 'page' ? 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.5' : kind === 'image' ? 'image/*,*/*;q=0.5' : '*/*',
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(last_modified ? { 'if-modified-since': last_modified } : {}),
  };
}

/** RFC 6585 §4, RFC 9110 §15.6.4: the host asks to be left alone for a while. */
function retryOf({ status, headers }: SafeResponse, { attempts }: FrontierRow, now: Date): Visited | undefined {
  if ((status !== 429 && status !== 503) || attempts + 1 >= MAX_ATTEMPTS) return undefined;
  return { outcome: 'later', waitMs: 1000 * Math.max(1, readRetryAfter(headers['retry-after'], now) ?? (FIRST_WAIT_MS / 1000) * 2 ** attempts), wholeHost: true };
}

function judge(answer: SafeResponse, row: FrontierRow): Visited & { readonly outcome: 'done' } {
  const { status, headers, body } = answer;
  const known = row.problem?.startsWith('image/') ? { problem: row.problem } : {}; // what was wrong with these bytes still is
  if (status === 304) return done({ status, ...known });
  const location = status >= 300 && status < 400 ? one(headers['location']) : undefined;
  if (location !== undefined) return redirectOf(status, location, row);
  const type = (one(headers['content-type']) ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = status === 200 ? kindOf(type, row.kind) : row.kind;
  const length = row.kind === 'video' ? Number(one(headers['content-length']) ?? 0) : body.length;
  const [etag, modified] = [one(headers['etag']), one(headers['last-modified'])];
  const visit: Visit = {
    kind, status, content_type: type, bytes: length,
    ...(body.length > 0 ? { md5: hash('md5', body), sha256: hash('sha256', body) } : {}),
    ...(status === 200 && etag ? { etag } : {}), ...(status === 200 && modified ? { last_modified: modified } : {}),
  };
  if (status !== 200) return done(visit);
  if (visit.sha256 !== undefined && visit.sha256 === row.sha256) return done({ ...visit, ...known }, linksOf(kind, body, row.url));
  return { ...done(visit, linksOf(kind, body, row.url)), ...(kind === 'image' && body.length > 0 ? { image: body } : {}) };
}

function redirectOf(status: number, location: string, { url, kind, redirects }: FrontierRow): Visited & { readonly outcome: 'done' } {
  const target = canonicalUrl(location, url);
  if (target === undefined) return done({ status, problem: 'redirect/invalid' });
  if (redirects >= MAX_REDIRECTS) return done({ status, problem: 'redirect/too-many' });
  return { ...done({ status }), redirect: { url: target, kind } };
}

function linksOf(kind: UrlKind, body: Uint8Array, url: string): FoundLink[] {
  switch (kind) {
    case 'page': return extractLinks(unpacked(body), url);
    case 'sitemap': return extractSitemap(unpacked(body), url);
    case 'style': return cssUrls(Buffer.from(body).toString('utf8')).flatMap((text) => {
      const found = canonicalUrl(text, url);
      return found === undefined ? [] : [{ url: found, kind: 'image' as const }];
    });
    default: return [];
  }
}

function unpacked(body: Uint8Array): string {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return Buffer.from(body).toString('utf8');
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BYTES.sitemap }).toString('utf8');
  } catch {
    return '';
  }
}

/** What was sent decides; what it was taken for decides where the type says nothing. */
function kindOf(type: string, expected: UrlKind): UrlKind {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (expected === 'sitemap' || expected === 'style') return expected;
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'page';
  if (type === 'application/pdf' || /officedocument|msword|ms-excel|ms-powerpoint|opendocument|epub/.test(type)) return 'document';
  return expected === 'page' ? 'document' : expected;
}

function done(visit: Visit, links: readonly FoundLink[] = []): Visited & { readonly outcome: 'done' } {
  return { outcome: 'done', visit, links };
}

function presentHeaders(headers: SafeResponse['headers']): Record<string, string | readonly string[]> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const one = (header: string | readonly string[] | undefined): string | undefined => (typeof header === 'string' ? header : header?.[0]);
const hash = (algorithm: 'md5' | 'sha256', bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');
