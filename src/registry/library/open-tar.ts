/** The files in a tar archive, as PMC packs articles. Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU's long names. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError, LimitError } from '../../core/errors.ts';
import type { ZippedFile } from './open-zip.ts';

const BLOCK = 512;
/** bytes that a compressed archive may unpack to. */
const MAX_UNPACKED = 2 ** 31;
const unpack = promisify(gunzip);

/** The archive itself when it is not compressed. @throws {InputError} `document/corrupt` */
export async function unzipped(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw new InputError('document/corrupt', `the archive cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, {}, { cause: error });
  }
}

/** Regular files only, by name. @throws {InputError} `document/corrupt` */
export function openTar(bytes: Uint8Array, maxFileBytes: number): ZippedFile[] {
  const files: ZippedFile[] = [];
  let longName = '';
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + BLOCK);
    const size = Number.parseInt(textAt(header, 124, 12).trim() || '0', 8);
    const start = at + BLOCK;
    if (!isHeader(header) || !Number.isSafeInteger(size) || size < 0 || start + size > bytes.length) throw new InputError('document/corrupt', `the archive is damaged at byte ${at}`);
    const kind = String.fromCharCode(header[156] ?? 0);
    const body = bytes.subarray(start, start + size);
    if (kind === 'L') longName = textAt(body, 0, size);
    else if (kind === 'x') longName = /\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(body))?.[1] ?? '';
    else {
      const prefix = textAt(header, 345, 155);
      const name = longName || (prefix ? `${prefix}/${textAt(header, 0, 100)}` : textAt(header, 0, 100));
      longName = '';
      if (kind === '0' || kind === '\0') {
        files.push({
          name, bytes: size,
          async read() {
            if (size > maxFileBytes) throw new LimitError('document/bomb', `${name} has ${size} bytes`, { limit: maxFileBytes });
            return body;
          },
        });
      }
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The sum of all bytes, those of the sum itself taken as spaces. */
function isHeader(header: Uint8Array): boolean {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(textAt(header, 148, 8).trim(), 8);
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return new TextDecoder().decode(end < 0 ? part : part.subarray(0, end));
}
