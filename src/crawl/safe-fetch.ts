/**
 * HTTP requests to addresses that strangers name. The guard sits where the connection is made, on the resolved address:
 * a name is resolved once, every address it has is judged, and the connection goes to one of those, so that a name that
 * changes its mind (DNS rebinding) gains nothing. Redirects come through the same gate.
 */
import { lookup } from 'node:dns/promises';
import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import { AppError, LimitError, UnavailableError } from '../core/errors.ts';
import { blocked, checkUrl, literalAddress, mayReach, type Exemption } from './safe-fetch-guard.ts';

export interface SafeFetchOptions {
  readonly exemptions: readonly Exemption[];
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** ms for all of it, redirects included. */
  readonly timeoutMs: number;
  /** bytes of the answer's body, at most; 0 = the body is not wanted and not read. */
  readonly maxBytes: number;
  /** Default 0: a redirect is an answer like any other. */
  readonly maxRedirects?: number;
  /** Addresses of a host name. Default: the system's resolver. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
}

export interface SafeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  /** After redirects. */
  readonly url: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * @throws {InputError} `fetch/blocked`, `request/invalid` @throws {LimitError} `fetch/too-large`
 * @throws {UnavailableError} `fetch/timeout`, `fetch/failed`
 */
export async function safeFetch(target: string, options: SafeFetchOptions): Promise<SafeResponse> {
  const { exemptions, timeoutMs, maxRedirects = 0 } = options;
  const agent = new Agent({ connect: guardedConnector(options), pipelining: 0 });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    let url = checkUrl(target, exemptions);
    let { method = 'GET', body } = options;
    for (let hops = 0; ; hops++) {
      const answer = await request(url, { dispatcher: agent, method, headers: { ...options.headers }, body: body ?? null, signal });
      const location = answer.headers['location'];
      if (hops >= maxRedirects || !REDIRECTS.has(answer.statusCode) || typeof location !== 'string') {
        return { status: answer.statusCode, headers: answer.headers, body: await readCapped(answer.body, options.maxBytes), url: url.href };
      }
      await answer.body.dump();
      url = checkUrl(new URL(location, url).href, exemptions);
      if (answer.statusCode === 303) [method, body] = ['GET', undefined];
    }
  } catch (cause) {
    throw toFetchError(cause, target, timeoutMs, signal);
  } finally {
    await agent.destroy();
  }
}

/** undici's `lookup` hook does not see literal addresses; a wrapped connector sees every connection. */
function guardedConnector({ exemptions, resolve = systemAddresses, timeoutMs }: SafeFetchOptions): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) => {
    const literal = literalAddress(options.hostname);
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const addresses = literal === undefined ? resolve(options.hostname) : Promise.resolve([literal]);
    addresses.then(
      (list) => {
        const [address] = list;
        const safe = address !== undefined && list.every((each) => mayReach(each, port, options.hostname, exemptions));
        if (!safe) return callback(blocked(options.hostname), null);
        return connect({ ...options, hostname: address, ...(literal === undefined ? { servername: options.servername ?? options.hostname } : {}) }, callback);
      },
      (error: Error) => callback(error, null),
    );
  };
}

async function systemAddresses(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);
}

async function readCapped(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (maxBytes === 0) {
    body.on('error', () => {}).destroy();
    return new Uint8Array();
  }
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new LimitError('fetch/too-large', `the answer is larger than ${maxBytes} bytes`, { max: maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Says what happened without repeating what the other side sent. */
function toFetchError(cause: unknown, target: string, timeoutMs: number, signal: AbortSignal): Error {
  if (cause instanceof AppError) return cause;
  const host = URL.parse(target)?.host ?? 'the address';
  if (signal.aborted) return new UnavailableError('fetch/timeout', `${host} did not answer within ${Math.round(timeoutMs / 1000)} s`, {}, { cause });
  const code = (cause as { code?: unknown }).code;
  return new UnavailableError('fetch/failed', `${host} could not be called${typeof code === 'string' ? ` (${code})` : ''}`, {}, { cause });
}
