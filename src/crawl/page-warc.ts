/** Requests and responses of the pages of a crawl as WARC/1.1, each record a gzip member of its own. Source: ISO 28500:2017. */
import { createHash } from 'node:crypto';
import { WARCRecord, WARCSerializer } from 'warcio';
import type { Exchange } from '../store/frontier.ts';
import { MAX_PACKED_BYTES } from './limits.ts';

export interface WarcInfo {
  readonly software: string;
  readonly filename: string;
  readonly at: Date;
  /** Whether pages were drawn by a browser. */
  readonly rendering?: string;
}

/** @param exchanges in the order they happened. What would make the file larger than 256 MiB is left out. */
export async function pageWarc(exchanges: AsyncIterable<Exchange>, { software, filename, at, rendering }: WarcInfo): Promise<Uint8Array> {
  const members: Uint8Array[] = [];
  let bytes = 0;
  const add = async (record: WARCRecord): Promise<void> => {
    const member = await WARCSerializer.serialize(record, { gzip: true });
    bytes += member.length;
    if (bytes <= MAX_PACKED_BYTES) members.push(member);
  };
  await add(WARCRecord.createWARCInfo({ filename, date: at.toISOString(), warcVersion: 'WARC/1.1', warcHeaders: { 'WARC-Record-ID': recordId(`warcinfo ${at.toISOString()} ${filename}`) } }, { software, format: 'WARC File Format 1.1', ...(rendering === undefined ? {} : { rendering }) }));
  for await (const exchange of exchanges) {
    const { url, fetched_at, request_headers, status, response_headers, body } = exchange;
    const date = fetched_at.toISOString();
    const id = recordId(`response ${date} ${url}`);
    const { pathname, search } = new URL(url);
    await add(WARCRecord.create({
      url, date, type: 'response', warcVersion: 'WARC/1.1', warcHeaders: { 'WARC-Record-ID': id }, statusline: `HTTP/1.1 ${status}`, httpHeaders: flat(response_headers), keepHeadersCase: true,
    }, once(body)));
    await add(WARCRecord.create({
      url, date, type: 'request', warcVersion: 'WARC/1.1', warcHeaders: { 'WARC-Record-ID': recordId(`request ${date} ${url}`), 'WARC-Concurrent-To': id },
      statusline: `GET ${pathname}${search} HTTP/1.1`, httpHeaders: { ...request_headers }, keepHeadersCase: true,
    }, once(new Uint8Array())));
  }
  return Buffer.concat(members);
}

/** The body was taken out of its transfer and content coding, so these headers no longer hold. */
function flat(headers: Exchange['response_headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'transfer-encoding').map(([name, value]) => [name, typeof value === 'string' ? value : value.join(', ')]));
}

/** The same exchange has the same id. RFC 9562 §5.8: a UUID of our own making. */
function recordId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}>`;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
