/**
 * Bodies, judged by their content: the reference's own examples send forms under `image/jpeg`, urlencoded text under
 * `application/json` and JSON under `application/x-www-form-urlencoded`, and they must work.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputError, LimitError } from '../../../core/errors.ts';
import type { Config } from '../../../config.ts';
import { tidyFileName } from '../../file-names.ts';
import { drain } from '../../uploads.ts';
import { readMultipart, startsAsForm } from './multipart.ts';

export interface BodyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Fields {
  /** Text of a form or a query; anything of JSON. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly files: ReadonlyMap<string, BodyFile>;
}

/** bytes; a JSON body begins with a brace, after white space and a byte order mark at most this long. */
const START = 64;

/** Told after each chunk how many bytes have come; may refuse the rest. */
export type BodyWatch = (request: FastifyRequest, bytes: number) => void;

/** Reads every body as bytes; nothing is decoded before the route asks for it. A body that is refused is read on for a while, so that the client sees the answer. */
export function readBodiesAsBytes(app: FastifyInstance, config: Config, watch: BodyWatch = () => {}): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
    try {
      return await collect(request, payload, config, watch);
    } catch (error) {
      drain(payload);
      throw error;
    }
  });
}

async function collect(request: FastifyRequest, payload: FastifyRequest['raw'], config: Config, watch: BodyWatch): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let max = config.maxBinaryBytes;
  for await (const chunk of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (bytes === 0 && isJson(request, chunk)) max = Math.min(max, config.maxJsonBytes);
    bytes += chunk.length;
    if (bytes > max) throw new LimitError('request/too-large', `the body is larger than ${max} bytes, the limit for ${max < config.maxBinaryBytes ? 'JSON' : 'a file'}`, { max });
    watch(request, bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isJson = ({ headers }: FastifyRequest, start: Buffer): boolean =>
  /^\s*\{/.test(start.subarray(0, START).toString('utf8').replace('\ufeff', '')) || /^application\/json/i.test(headers['content-type'] ?? '');

/** The body as it came. @throws {InputError} `request/length-required`: there is none. */
export function bodyBytes(request: FastifyRequest): Buffer {
  const body = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) throw new InputError('request/length-required', 'this address needs a body, and it is empty');
  return body;
}

/** Media type of the body without its parameters, in lower case; empty when none is said. */
export function bodyType({ headers }: FastifyRequest): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * The body's parameters. The query counts too, the body wins.
 * @param fileNames parts that may carry a file; other parts sent as files are values (requests' `files={'sync': 0}`).
 * @throws {InputError} no body, or one that is neither a form nor JSON.
 */
export function readFields(request: FastifyRequest, fileNames: readonly string[] = []): Fields {
  return merge(queryOf(request), decode(bodyBytes(request), request, fileNames));
}

/** The same of the query alone, for calls without a body. */
export function queryOf({ url }: FastifyRequest): Fields {
  return { values: new Map(new URLSearchParams(url.split('?')[1] ?? '')), files: new Map() };
}

function merge(query: Fields, body: Fields): Fields {
  return { values: new Map([...query.values, ...body.values]), files: body.files };
}

function decode(body: Buffer, request: FastifyRequest, fileNames: readonly string[]): Fields {
  if (startsAsForm(body)) return fromParts(body, fileNames);
  const text = decodeText(body);
  const type = bodyType(request);
  if (text !== undefined) {
    const trimmed = text.trim();
    if (/^[{["\d]|^(?:true|false|null)$/.test(trimmed) && (trimmed.startsWith('{') || type === 'application/json') && !looksUrlencoded(trimmed)) return { values: fromJson(trimmed), files: new Map() };
    if (looksUrlencoded(trimmed)) return { values: new Map(new URLSearchParams(trimmed)), files: new Map() };
    if (type === 'application/json') throw new InputError('request/invalid', 'the body is not valid JSON');
    if (type === 'multipart/form-data') throw new InputError('request/invalid', 'the form broke off or is not valid multipart/form-data');
  }
  throw new InputError('request/unsupported-media-type', `this address takes JSON or a form, not ${type === '' ? 'a body without Content-Type' : type}`);
}

/** Undefined: not UTF-8, so neither JSON nor a form. */
function decodeText(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

const looksUrlencoded = (text: string): boolean => /^[\w.%+-]+=/.test(text);

function fromJson(text: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError('request/invalid', 'the body is not valid JSON', {}, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InputError('request/invalid', 'the body must be a JSON object');
  return new Map(Object.entries(value));
}

function fromParts(body: Buffer, fileNames: readonly string[]): Fields {
  const values = new Map<string, unknown>();
  const files = new Map<string, BodyFile>();
  for (const { name, fileName, bytes } of readMultipart(body)) {
    if (fileNames.includes(name) && fileName !== undefined) files.set(name, { name: tidyFileName(fileName), bytes });
    else values.set(name, bytes.toString('utf8'));
  }
  return { values, files };
}
