/** The image of a call: base64 in the disguises that clients send, or fetched from an address. The image wins over the address. */
import { InputError, LimitError } from '../../../core/errors.ts';
import { safeFetch } from '../../../crawl/safe-fetch.ts';
import { readExemptions } from '../../../crawl/safe-fetch-guard.ts';
import type { HttpServices } from '../../services.ts';
import type { Body } from './body.ts';
import { readText } from './parameters.ts';

/** characters of base64: their 10 MB, in the lenient reading. */
const MOST_BASE64 = 10 * 2 ** 20;
const MOST_URL_BYTES = 1024;
const TIMEOUT_MS = 20_000;
const MOST_REDIRECTS = 5;

/** @throws {InputError} neither is given, no base64, nothing behind the address, or it may not be called @throws {LimitError} too large @throws {UnavailableError} it does not answer */
export async function readImage({ values, isForm }: Body, services: HttpServices): Promise<Uint8Array> {
  const [image, url] = [readText(values, 'image'), readText(values, 'url')];
  if (image !== undefined && image.trim() !== '') return fromBase64(image, isForm);
  if (url !== undefined && url.trim() !== '') return fetched(url.trim(), services);
  if (image !== undefined) throw new InputError('image/empty', 'image is empty');
  throw new InputError('request/invalid', 'send the image as base64 in `image`, or its address in `url`');
}

function fromBase64(text: string, isForm: boolean): Uint8Array {
  const plain = plainBase64(text, isForm);
  if (plain.length > MOST_BASE64) throw new LimitError('image/wrong-size', `image has ${plain.length} characters of base64; the limit is ${MOST_BASE64} (10 MB)`);
  if (!/^[\w+/-]*={0,2}$/.test(plain)) throw new InputError('image/unsupported', 'image is not base64');
  const bytes = Buffer.from(plain, 'base64'); // takes the URL-safe alphabet too
  if (bytes.length === 0) throw new InputError('image/empty', 'image is empty');
  return bytes;
}

/** Without a `data:` prefix, percent signs and line breaks. */
function plainBase64(text: string, isForm: boolean): string {
  const unescaped = text.includes('%') ? unescapeOnce(text) : text;
  const bare = unescaped.replace(/^\s*data:[^,]{0,200},/i, '');
  return (isForm ? bare.trim().replaceAll(' ', '+') : bare).replaceAll(/\s+/g, '');
}

function unescapeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new InputError('image/unsupported', 'image has a percent sign that escapes nothing', {}, { cause });
  }
}

async function fetched(url: string, { config }: HttpServices): Promise<Uint8Array> {
  if (Buffer.byteLength(url) > MOST_URL_BYTES) throw new InputError('request/invalid', `url has ${Buffer.byteLength(url)} bytes; the limit is ${MOST_URL_BYTES}`);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new InputError('request/invalid', 'url must begin with http:// or https://');
  const { status, body } = await safeFetch(url, {
    exemptions: readExemptions(config.allowPrivateFetch), timeoutMs: TIMEOUT_MS, maxBytes: Math.floor((MOST_BASE64 * 3) / 4), maxRedirects: MOST_REDIRECTS,
    headers: { 'user-agent': `Touchstone/${config.version}` },
  });
  if (status < 200 || status > 299) throw new InputError('fetch/not-found', `the address of the image answered ${status}`);
  if (body.length === 0) throw new InputError('image/empty', 'the address of the image answered with an empty file');
  return body;
}
