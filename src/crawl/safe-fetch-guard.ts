/** Which addresses outgoing requests may reach: public ones, and those the operator exempts. */
import ipaddr from 'ipaddr.js';
import { InputError } from '../core/errors.ts';

export interface Exemption {
  /** A host name or one address; or a network. */
  readonly host?: string;
  readonly network?: readonly [ipaddr.IPv4 | ipaddr.IPv6, number];
  /** Absent = any port. */
  readonly port?: number;
}

/** Reads `ALLOW_PRIVATE_FETCH`: a comma list of host, address, CIDR, each with an optional `:port`; IPv6 with a port as `[::1]:8080`. */
export function readExemptions(text: string): Exemption[] {
  return text.split(',').map((item) => item.trim().toLowerCase()).filter(Boolean).map(readExemption);
}

function readExemption(item: string): Exemption {
  if (ipaddr.isValid(item)) return { host: ipaddr.process(item).toString() };
  if (ipaddr.isValidCIDR(item)) return { network: ipaddr.parseCIDR(item) };
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:]+))(?::(?<port>\d{1,5}))?$/.exec(item);
  const name = match?.groups?.['v6'] ?? match?.groups?.['name'];
  if (name === undefined) throw new InputError('config/invalid', `ALLOW_PRIVATE_FETCH has "${item}"; expected a host, an address, a CIDR or host:port`);
  const port = match?.groups?.['port'];
  const base = ipaddr.isValidCIDR(name) ? { network: ipaddr.parseCIDR(name) } : { host: ipaddr.isValid(name) ? ipaddr.process(name).toString() : name };
  return port === undefined ? base : { ...base, port: Number(port) };
}

/** Public by range, but the host's own control plane in a common cloud (Azure's WireServer). */
const METADATA = new Set(['168.63.129.16']);

/** Whether it is globally reachable unicast; IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) is not taken at its word. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address); // unwraps ::ffff:a.b.c.d
  if (METADATA.has(ip.toString())) return false;
  if (ip.range() !== 'unicast') return false;
  return ip.kind() === 'ipv4' || ip.match(ipaddr.parse('2000::') as never, 3); // RFC 4291 §2.4: all that is global unicast today
}

/** @param hostname as in the URL. */
export function mayReach(address: string, port: number, hostname: string, exemptions: readonly Exemption[]): boolean {
  return isPublicAddress(address) || exemptions.some((exemption) => covers(exemption, address, port, hostname));
}

function covers({ host, network, port: only }: Exemption, address: string, port: number, hostname: string): boolean {
  if (only !== undefined && only !== port) return false;
  const ip = ipaddr.process(address);
  if (network) return ip.kind() === network[0].kind() && ip.match(network as never);
  return host === hostname.toLowerCase() || host === ip.toString();
}

/** The address in a URL's host part when it is one, without brackets; all spellings were made plain by the URL parser. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/** @throws {InputError} `request/invalid` not an http(s) URL without credentials; `fetch/blocked` a literal address that may not be reached. */
export function checkUrl(text: string, exemptions: readonly Exemption[]): URL {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new InputError('request/invalid', `"${text.slice(0, 200)}" is not a URL that can be called; expected http:// or https://`);
  }
  if (url.username !== '' || url.password !== '') throw new InputError('request/invalid', 'a URL must not carry a user name or password');
  const literal = literalAddress(url.hostname);
  if (literal !== undefined && !mayReach(literal, portOf(url), url.hostname, exemptions)) throw blocked(url.hostname);
  return url;
}

export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

export function blocked(hostname: string): InputError {
  return new InputError('fetch/blocked', `${hostname} is not a public address, so it is not called; an operator can exempt it with ALLOW_PRIVATE_FETCH`, { hostname });
}
