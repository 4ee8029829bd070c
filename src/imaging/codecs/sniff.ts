/** What a file is, by its content. The name is never looked at. */
import type { FileFormat } from '../../core/media.ts';

/** bytes; ISO 32000-1 Annex H.3.4.1 note 13: readers accept a PDF header within the first 1024 bytes. */
const PDF_HEADER_WITHIN = 1024;
/** bytes of an XML prolog, comments included, before the root element must have begun. */
const SVG_ROOT_WITHIN = 64 * 1024;

/** The format of a file, or undefined when it is none of those Touchstone reads. Cost: constant, except for zip and XML. */
export function sniffFormat(bytes: Uint8Array): FileFormat | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (startsWith(bytes, ascii('GIF87a')) || startsWith(bytes, ascii('GIF89a'))) return 'gif';
  if (isTiff(bytes)) return 'tiff';
  if (startsWith(bytes, ascii('RIFF')) && startsWith(bytes.subarray(8), ascii('WEBP'))) return 'webp';
  if (isBmp(bytes)) return 'bmp';
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return isDocx(bytes) ? 'docx' : undefined;
  if (asText(bytes.subarray(0, PDF_HEADER_WITHIN)).includes('%PDF-')) return 'pdf';
  return isSvg(bytes) ? 'svg' : undefined;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((value, i) => bytes[i] === value);
}

function ascii(text: string): readonly number[] {
  return [...text].map((c) => c.charCodeAt(0));
}

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Classic TIFF (42) and BigTIFF (43), either byte order. */
function isTiff(bytes: Uint8Array): boolean {
  return [42, 43].some((version) => startsWith(bytes, [0x49, 0x49, version, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, version]));
}

/** "BM" alone is two letters of text, so the size of the info header must be a known one too. */
function isBmp(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, ascii('BM')) || bytes.length < 18) return false;
  const headerSize = new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true);
  return [12, 40, 52, 56, 64, 108, 124].includes(headerSize);
}

/** Names of zip entries stand uncompressed in the file, so a cut-off DOCX is still known for one. */
function isDocx(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.includes('[Content_Types].xml') && buffer.includes('word/');
}

/** XML whose root element is `svg`, after a byte order mark, a prolog, comments and a document type. */
function isSvg(bytes: Uint8Array): boolean {
  const text = decodeXmlStart(bytes.subarray(0, SVG_ROOT_WITHIN));
  let at = 0;
  while (at < text.length) {
    at += text.slice(at).search(/\S|$/);
    if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else if (text.startsWith('<!DOCTYPE', at)) at = afterDoctype(text, at);
    else return /^<(?:[A-Za-z_][\w.-]*:)?svg[\s/>]/.test(text.slice(at, at + 200));
  }
  return false;
}

function decodeXmlStart(bytes: Uint8Array): string {
  const encoding = startsWith(bytes, [0xff, 0xfe]) ? 'utf-16le' : startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
}

function afterDoctype(text: string, from: number): number {
  const close = text.indexOf('>', from);
  const subset = text.indexOf('[', from);
  return subset >= 0 && subset < close ? after(text, '>', after(text, ']', subset) - 1) : after(text, '>', from);
}
