/** The bytes that a parameter names: by an address, or written out as a `data:` URI. */
import type { FastifyRequest } from 'fastify';
import { InputError, LimitError } from '../../../../core/errors.ts';
import type { HttpServices } from '../../../services.ts';
import { readSource } from '../read-source.ts';

const DATA = /^data:[^,]{0,200}?(;base64)?,/i;

/** @param name of the parameter. @throws {InputError | LimitError | UnavailableError} */
export async function namedFile(text: string, name: string, request: FastifyRequest, services: HttpServices): Promise<Uint8Array> {
  const { maxBinaryBytes } = services.config;
  const head = DATA.exec(text);
  if (!head) return Uint8Array.from((await readSource(text, request, services, maxBinaryBytes)).bytes);
  const rest = text.slice(head[0].length);
  const bytes = head[1] ? fromBase64(rest, name) : fromPercent(rest, name);
  if (bytes.length === 0) throw new InputError('request/invalid', `the data URI of ${name} is empty`);
  if (bytes.length > maxBinaryBytes) throw new LimitError('request/too-large', `${name} has ${bytes.length} bytes; the limit is ${maxBinaryBytes}`, { max: maxBinaryBytes });
  return bytes;
}

function fromBase64(text: string, name: string): Uint8Array {
  const plain = text.replaceAll(/\s|%0[ad]/gi, '').replaceAll(/%(2b|2f|3d)/gi, (escape) => decodeURIComponent(escape));
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(plain)) throw new InputError('request/invalid', `the data URI of ${name} is not base64`);
  return Uint8Array.from(Buffer.from(plain, 'base64'));
}

function fromPercent(text: string, name: string): Uint8Array {
  try {
    return Uint8Array.from(Buffer.from(decodeURIComponent(text), 'utf8'));
  } catch (cause) {
    throw new InputError('request/invalid', `the data URI of ${name} is broken`, {}, { cause });
  }
}
