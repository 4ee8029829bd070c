/** Politeness: one request at a time to a host, with its delay, within its rules. */
import { AppError } from '../core/errors.ts';
import type { CrawlPorts } from './crawl-ports.ts';
import { readRobots, type RobotsRules } from './robots.ts';
import type { SafeResponse } from './safe-fetch.ts';

export interface Host {
  readonly rules: RobotsRules;
  /** ms; the longer of the session's delay and the host's own. */
  readonly delayMs: number;
  /** ms since 1970: not asked before. */
  readyAt: number;
}

export interface Hosts {
  /** Reads the rules at the first call for a host. */
  of(url: string): Promise<Host>;
  /** ms since 1970; undefined: not known yet, so ready. */
  readyAt(url: string): number | undefined;
}

/** Product token that rules are looked up by. */
const AGENT = 'Touchstone';
const ROBOTS_BYTES = 512 * 1024; // RFC 9309 §2.5: at least 500 KiB are read

/** An address that may not be called has no rules to ask for; the guard refuses what is asked of it, and the log says so. */
const NO_RULES: Pick<SafeResponse, 'status' | 'headers' | 'body'> = { status: 404, headers: {}, body: new Uint8Array() };
const isBlocked = (error: unknown): boolean => error instanceof AppError && error.code === 'fetch/blocked';

export function openHosts({ fetch, clock, userAgent }: Pick<CrawlPorts, 'fetch' | 'clock' | 'userAgent'>, { delayMs, timeoutMs }: { readonly delayMs: number; readonly timeoutMs: number }): Hosts {
  const known = new Map<string, Host>();

  const rulesOf = async (origin: string): Promise<RobotsRules> => {
    let url = `${origin}/robots.txt`;
    for (let hops = 0; hops <= 5; hops++) { // RFC 9309 §2.3.1.2
      const answer = await fetch(url, { headers: { 'user-agent': userAgent }, timeoutMs, maxBytes: ROBOTS_BYTES }).catch((error: unknown) => (isBlocked(error) ? NO_RULES : undefined));
      const location = answer && answer.status >= 300 && answer.status < 400 ? answer.headers['location'] : undefined;
      const next = typeof location === 'string' ? URL.parse(location, url)?.href : undefined;
      if (next === undefined) return readRobots(answer, url, AGENT);
      url = next;
    }
    return readRobots(NO_RULES, url, AGENT);
  };

  return {
    async of(url) {
      const { origin } = new URL(url);
      const host = known.get(origin);
      if (host) return host;
      const rules = await rulesOf(origin);
      const wait = Math.max(delayMs, rules.delayMs ?? 0);
      const fresh = { rules, delayMs: wait, readyAt: clock().getTime() + wait };
      known.set(origin, fresh);
      return fresh;
    },
    readyAt: (url) => known.get(new URL(url).origin)?.readyAt,
  };
}
