/** multipart/form-data of a body that is in memory, recognised by how it begins: RFC 7578, RFC 2046 §5.1.1. */
import { InputError } from '../../../core/errors.ts';

export interface Part {
  readonly name: string;
  /** Undefined: a plain field. */
  readonly fileName?: string;
  readonly bytes: Buffer;
}

/** bytes; RFC 2046 allows 70 characters, and requests and curl use fewer. */
const MAX_BOUNDARY = 200;
/** bytes of the headers of one part. */
const MAX_HEADERS = 8192;
const MAX_PARTS = 100;
const CRLF = Buffer.from('\r\n');

/** `--boundary` CRLF `Content-Disposition: form-data`. */
export function startsAsForm(body: Buffer): boolean {
  return /^--[^\r\n]{1,200}\r\n(?:[A-Za-z-]+:[^\r\n]*\r\n)*?Content-Disposition:\s*form-data/i.test(body.subarray(0, MAX_BOUNDARY + MAX_HEADERS).toString('latin1'));
}

/** The parts in their order. @throws {InputError} it breaks off, or has more parts than anybody needs. */
export function readMultipart(body: Buffer): readonly Part[] {
  const delimiter = body.subarray(0, body.indexOf(CRLF)); // `--boundary`
  const separator = Buffer.concat([CRLF, delimiter]);
  const parts: Part[] = [];
  let at = delimiter.length;
  for (;;) {
    if (body.subarray(at, at + 2).toString('latin1') === '--') return parts;
    const start = body.indexOf(CRLF, at); // white space may stand behind a delimiter
    const end = start < 0 ? -1 : body.indexOf(separator, start);
    if (end < 0) throw broken();
    if (parts.length >= MAX_PARTS) throw new InputError('request/invalid', `the form has more than ${MAX_PARTS} parts`);
    parts.push(readPart(body.subarray(start + 2, end)));
    at = end + separator.length;
  }
}

function readPart(part: Buffer): Part {
  const split = part.subarray(0, MAX_HEADERS).indexOf('\r\n\r\n');
  if (split < 0) throw broken();
  const headers = part.subarray(0, split).toString('utf8');
  const disposition = /^content-disposition:([^\r\n]*)/im.exec(headers)?.[1] ?? '';
  const name = parameter(disposition, 'name');
  if (name === undefined) throw broken();
  const fileName = extended(disposition) ?? parameter(disposition, 'filename');
  return { name, bytes: part.subarray(split + 4), ...(fileName === undefined ? {} : { fileName }) };
}

function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(header);
  const quoted = match?.[1]?.replaceAll(/\\(.)/g, '$1').replaceAll('%22', '"'); // browsers write %22, curl writes \"
  return quoted ?? match?.[2];
}

/** RFC 8187, as requests writes names beyond ASCII. */
function extended(header: string): string | undefined {
  const encoded = /;\s*filename\*=utf-8''([^;\s]*)/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

const broken = (): InputError => new InputError('request/invalid', 'the form broke off or is not valid multipart/form-data');
