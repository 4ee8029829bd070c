/** One spelling of an address, so that a page is fetched once. */

/** Characters; longer ones are traps. */
const MAX_LENGTH = 2048;
/** Parameters that say where a visitor came from, not what is asked for. */
const TRACKING = /^(utm_\w+|fbclid|gclid|mc_cid|mc_eid)$/;

/** Undefined: not http(s), with credentials, too long, or no address. The fragment goes, tracking parameters too. */
export function canonicalUrl(text: string, base?: string): string | undefined {
  const url = URL.parse(text.trim(), base);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  const tracking = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  for (const name of tracking) url.searchParams.delete(name);
  return url.href.length <= MAX_LENGTH ? url.href : undefined;
}

/** The host that a session's pages must be on, or below: without `www.`. */
export function siteOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '');
}

export function isOnSite(url: string, site: string): boolean {
  const { hostname } = new URL(url);
  return hostname === site || hostname.endsWith(`.${site}`);
}
