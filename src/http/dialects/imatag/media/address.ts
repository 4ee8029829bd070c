/** The path that an address under `/media/` names. It is read from the address as it was sent: a router would decode `%2F` to a slash. */
import { InputError } from '../../../../core/errors.ts';
import { parseEncodedPath, parsePath, type MediaPath } from '../../../../registry/media-path.ts';

const PREFIX = /^\/api\/v1\/media(?=\/|$)/;

/** Undefined: the root, above the homes. @param url as it was sent, without its host. @throws {InputError} */
export function pathOf(url: string): MediaPath | undefined {
  const path = restOf(url.split('?')[0] ?? '');
  return path === undefined || path === '' || path === '/' ? undefined : parseEncodedPath(path);
}

/** The same where a path must be named. @throws {InputError} */
export function requirePath(url: string): MediaPath {
  const path = pathOf(url);
  if (!path) throw new InputError('request/invalid', 'the address names no home directory');
  return path;
}

/** A URL of a medium, on whatever host the client reached us at. @throws {InputError} */
export function pathOfUrl(text: string, name: string): MediaPath {
  const url = URL.parse(text);
  const rest = url && /^https?:$/.test(url.protocol) ? restOf(url.pathname) : undefined;
  if (rest === undefined || rest === '' || rest === '/') throw new InputError('request/invalid', `${name} is "${text.slice(0, 200)}"; expected the URL of a folder or media, …/api/v1/media/HOME/PATH`);
  // The URL parser has taken `..` away, and we refuse it: judge what was sent.
  return parseEncodedPath(restOf(text.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/)[0] ?? '') ?? rest);
}

/** A URL, or a path from the home on. @throws {InputError} */
export function pathOfTarget(text: string, name: string): MediaPath {
  return /^https?:\/\//i.test(text) ? pathOfUrl(text, name) : parsePath(text);
}

/** What is behind `/api/v1/media`. */
function restOf(path: string): string | undefined {
  return PREFIX.test(path) ? path.replace(PREFIX, '') : undefined;
}
