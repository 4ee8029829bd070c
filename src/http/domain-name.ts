/** Domain names as they are compared. */
import { InputError } from '../core/errors.ts';

/** characters; RFC 1035 §2.3.4. */
const MAX = 253;

/** The host of a domain or URL: ASCII form (IDNA, UTS #46), lower case, without a dot at its end. @throws {InputError} */
export function toDomain(text: string): string {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  const host = url && /^https?:$/.test(url.protocol) && url.username === '' ? url.hostname.replace(/\.$/, '') : '';
  if (!/^(?=.*\.)(?!.*\.\.)[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host) || host.length > MAX || /^[\d.]+$/.test(host)) {
    throw new InputError('request/invalid', `url is "${trimmed.slice(0, 100)}"; expected a domain such as example.com`);
  }
  return host;
}

/** Whether a page's host is one of the domains, or below one. @param domains as `toDomain` gives them. */
export function isBelow(host: string, domains: ReadonlySet<string>): boolean {
  for (let rest = host.toLowerCase().replace(/\.$/, ''); rest !== ''; rest = rest.slice(rest.indexOf('.') + 1)) {
    if (domains.has(rest)) return true;
    if (!rest.includes('.')) return false;
  }
  return false;
}
