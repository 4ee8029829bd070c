/** Requests that no HTTP client would send: bodies in pieces, broken off, with raw file names and raw paths. */
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent one after the other, by chunked encoding unless there is a Content-Length. */
  readonly body?: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;
}

/** The path goes out as it is written. Rejects when the connection breaks before an answer. */
export function rawRequest(url: string, path: string, { method = 'GET', headers = {}, body = [] }: RawRequest = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    void write(request, body).catch(reject);
  });
}

async function write(request: http.ClientRequest, body: NonNullable<RawRequest['body']>): Promise<void> {
  for await (const piece of body) {
    if (request.destroyed || request.writableEnded) return;
    if (!request.write(piece)) await Promise.race([new Promise((resolve) => { request.once('drain', resolve); }), pause(200)]);
  }
  request.end();
}

/** Starts a request with some of its body and breaks the connection. */
export async function brokenOff(url: string, path: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Promise<void> {
  const { hostname, port } = new URL(url);
  const request = http.request({ hostname, port, path, method: 'POST', headers, agent: false });
  request.on('error', () => {});
  request.write(body);
  await pause(300); // the server has begun to store it
  request.destroy();
}

export const BOUNDARY = 'a-boundary-of-ours';
export const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

/** The head of a form part with a file; the name goes out as it is written, quotes escaped. */
export function partHead(name: string, field = 'file'): Buffer {
  return Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${name.replaceAll('"', '%22')}"\r\nContent-Type: application/octet-stream\r\n\r\n`);
}
export const FORM_END = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);

/** A PNG whose header claims a size; the pixels behind it are zeros, packed. */
export function pngClaiming(width: number, height: number, packed: Uint8Array): Buffer {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length, 0);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, data, Buffer.alloc(4)]); // without a checksum: the header alone must do
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]);
}
