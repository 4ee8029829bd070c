/** Text, EXIF and XMP chunks of a PNG. Source: PNG specification, 3rd edition, §11.3.3 and §11.3.4.5. */
import { inflateSync } from 'node:zlib';
import { latin1, MAX_FIELDS, MAX_VALUE, type MetadataBlocks, type MetadataField } from './field.ts';

/** Name of the iTXt chunk that holds an XMP packet. */
const XMP_KEYWORD = 'XML:com.adobe.xmp';

/** Of a truncated file: what lies before the cut. */
export function readPngChunks(bytes: Uint8Array): MetadataBlocks {
  const fields: MetadataField[] = [];
  const exif: Uint8Array[] = [];
  const xmp: Uint8Array[] = [];
  for (const { type, data } of chunksOf(bytes)) {
    if (fields.length >= MAX_FIELDS) break;
    if (type === 'eXIf') exif.push(data);
    else if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') {
      const text = textOf(type, data);
      if (!text) continue;
      if (text.keyword === XMP_KEYWORD) xmp.push(Buffer.from(text.value));
      else fields.push({ container: 'PNG tEXt', name: text.keyword, value: text.value.slice(0, MAX_VALUE) });
    }
  }
  return { fields, exif, xmp, iptc: [] };
}

function* chunksOf(bytes: Uint8Array): Generator<{ readonly type: string; readonly data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) return;
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    if (type === 'IEND') return;
    at += 12 + length;
  }
}

function textOf(type: string, data: Uint8Array): { readonly keyword: string; readonly value: string } | undefined {
  const end = data.indexOf(0);
  if (end < 1) return undefined;
  const keyword = latin1(data.subarray(0, end));
  if (type === 'tEXt') return { keyword, value: latin1(data.subarray(end + 1)) };
  if (type === 'zTXt') return packed(keyword, data.subarray(end + 2), 'latin1');
  const compressed = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return undefined;
  const rest = data.subarray(translated + 1);
  return compressed ? packed(keyword, rest, 'utf8') : { keyword, value: Buffer.from(rest).toString('utf8') };
}

/** A text that unpacks to more than is kept, or not at all, is passed over. */
function packed(keyword: string, data: Uint8Array, encoding: 'latin1' | 'utf8'): { readonly keyword: string; readonly value: string } | undefined {
  try {
    return { keyword, value: inflateSync(data, { maxOutputLength: 4 * MAX_VALUE }).toString(encoding) };
  } catch {
    return undefined;
  }
}
