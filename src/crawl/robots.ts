/** What a host asks of crawlers. Source: RFC 9309; Crawl-delay and Sitemap as commonly written. */
import robotsParser from 'robots-parser';
import type { SafeResponse } from './safe-fetch.ts';

export interface RobotsRules {
  allows(url: string): boolean;
  /** ms between two requests; undefined: none is asked for. */
  readonly delayMs?: number;
  readonly sitemaps: readonly string[];
}

/** ms; a longer Crawl-delay would keep a crawl from ending. */
const LONGEST_DELAY = 60_000;

// The package is CommonJS; its types say otherwise.
const parse = robotsParser as unknown as typeof robotsParser.default;

const NOTHING: RobotsRules = { allows: () => false, sitemaps: [] };
const EVERYTHING: RobotsRules = { allows: () => true, sitemaps: [] };

/**
 * RFC 9309 §2.3.1: a host that answers 4xx has no rules; one that cannot be reached or answers 5xx allows nothing.
 *
 * @param agent product token, e.g. `Touchstone`.
 */
export function readRobots(answer: Pick<SafeResponse, 'status' | 'body'> | undefined, robotsUrl: string, agent: string): RobotsRules {
  if (!answer || answer.status >= 500 || answer.status === 429) return NOTHING;
  if (answer.status !== 200) return EVERYTHING;
  const parsed = parse(robotsUrl, Buffer.from(answer.body).toString('utf8'));
  const delay = parsed.getCrawlDelay(agent);
  return {
    allows: (url) => parsed.isAllowed(url, agent) !== false,
    ...(delay === undefined || !(delay > 0) ? {} : { delayMs: Math.min(LONGEST_DELAY, delay * 1000) }),
    sitemaps: parsed.getSitemaps(),
  };
}
