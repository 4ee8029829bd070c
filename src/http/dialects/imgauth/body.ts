/** Bodies: JSON, or an urlencoded form; JSON that is sent under the type of a form is JSON. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputError, LimitError } from '../../../core/errors.ts';
import { drain } from '../../uploads.ts';

export interface Body {
  readonly values: ReadonlyMap<string, unknown>;
  /** Its spaces were plus signs. */
  readonly isForm: boolean;
}

/** Reads every body as bytes, up to a limit; a body that is refused is read on for a while, so that the client sees the answer. */
export function readBodies(app: FastifyInstance, maxBytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (_: FastifyRequest, payload: FastifyRequest['raw']) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        drain(payload);
        throw new LimitError('request/too-large', `the body is larger than ${maxBytes} bytes`, { max: maxBytes });
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  });
}

/** @throws {InputError} `request/malformed`: no JSON object; `request/unsupported-media-type`. */
export function readBody({ body, headers }: FastifyRequest): Body {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = Buffer.isBuffer(body) ? body.toString('utf8').replace(/^\ufeff/, '') : '';
  const isJson = /^\s*[{["]/.test(text);
  if (type === 'application/json' || (type === '' && isJson)) return { values: fromJson(text), isForm: false };
  if (type === 'application/x-www-form-urlencoded') return isJson ? { values: fromJson(text), isForm: false } : { values: new Map(new URLSearchParams(text.trim())), isForm: true };
  throw new InputError('request/unsupported-media-type', `this address takes application/json or application/x-www-form-urlencoded, not ${type === '' ? 'a body without Content-Type' : type}`);
}

function fromJson(text: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError('request/malformed', 'the body is not valid JSON', {}, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InputError('request/malformed', 'the body must be a JSON object');
  return new Map(Object.entries(value));
}
