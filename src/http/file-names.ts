/** Names of files that strangers send: kept for people to read, never used as a path. */

/** bytes, UTF-8; what common file systems allow. */
const MAX_BYTES = 255;
/** Control characters, and the marks that change the direction of text so that `gpj.exe` reads as `exe.jpg`. */
 
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/** The last part of a path, without control characters, at most 255 bytes with its extension kept; "file" when nothing is left. */
export function tidyFileName(given: string | undefined): string {
  const last = (given ?? '').normalize('NFC').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last.replaceAll(HIDDEN, '').trim();
  if (clean === '' || clean === '.' || clean === '..') return 'file';
  return shorten(clean);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  const room = MAX_BYTES - extension.length;
  let kept = '';
  let bytes = 0;
  for (const character of name.slice(0, name.length - extension.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    kept += character;
  }
  return kept + extension;
}

/** `Content-Disposition` with the name in both spellings: RFC 6266, RFC 8187. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
