/** The bytes behind a URL that a caller names: our own addresses from the store, others through the guard against private addresses. */
import type { FastifyRequest } from 'fastify';
import { InputError } from '../../../core/errors.ts';
import { safeFetch } from '../../../crawl/safe-fetch.ts';
import { readExemptions } from '../../../crawl/safe-fetch-guard.ts';
import type { HttpServices } from '../../services.ts';
import { sampleAt } from './samples.ts';
import { linkAt } from './static-links.ts';

export interface Source {
  readonly bytes: Uint8Array;
  /** Last part of the address, for people. */
  readonly name: string;
  /** From our own store: the limits of foreign addresses do not hold. */
  readonly own: boolean;
}

const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 5;
const MAX_URL = 4096;

/**
 * @param maxBytes of a foreign file.
 * @throws {InputError} no such file, or an address that may not be called @throws {LimitError} too large @throws {UnavailableError} it does not answer
 */
export async function readSource(text: string, request: FastifyRequest, services: HttpServices, maxBytes: number): Promise<Source> {
  const url = URL.parse(text);
  if (!url || text.length > MAX_URL) throw new InputError('request/invalid', `url is "${text.slice(0, 100)}"; expected http:// or https:// and at most ${MAX_URL} characters`);
  const name = lastPart(url);
  if (isOwn(url, request, services)) return { bytes: await readOwn(url, services), name, own: true };
  const { exemptions, version } = { exemptions: readExemptions(services.config.allowPrivateFetch), version: services.config.version };
  const { status, body } = await safeFetch(text, { exemptions, timeoutMs: TIMEOUT_MS, maxBytes, maxRedirects: MAX_REDIRECTS, headers: { 'user-agent': `Touchstone/${version}` } });
  if (status < 200 || status > 299) throw new InputError('request/invalid', `${url.host} answered ${status}, so there is no file at url`);
  if (body.length === 0) throw new InputError('request/invalid', `${url.host} answered with an empty file`);
  return { bytes: body, name, own: false };
}

/** Whether an address is of this server: by the base of our links, and by the address that the client reached us at. */
export function isOwn({ host }: URL, request: FastifyRequest, { baseUrl }: HttpServices): boolean {
  return host === new URL(baseUrl()).host || host === request.host.toLowerCase();
}

async function readOwn({ pathname }: URL, services: HttpServices): Promise<Uint8Array> {
  const sample = await sampleAt(pathname, services);
  if (sample) return sample.bytes;
  const link = await linkAt(pathname, services);
  if (!link) throw new InputError('request/invalid', 'there is no file of this server at url; it may have expired or been deleted');
  return services.blobs.read(link.sha256);
}

function lastPart({ pathname }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || 'file';
  } catch {
    return last;
  }
}
