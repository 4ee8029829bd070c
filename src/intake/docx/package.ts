/** A DOCX as a bag of named parts, read within bounds: nothing is unpacked before its declared size was added up. */
import yauzl, { type Entry } from 'yauzl';
import { AppError, InputError, LimitError } from '../../core/errors.ts';

export interface DocxPackage {
  /** Names of all parts, as stored. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Unpacks one part. @throws {InputError} `document/corrupt`: missing, damaged, or not of the size it declares. */
  read(name: string): Promise<Buffer>;
}

const MAX_ENTRIES = 5000;
/** Unpacked : packed. Text of XML packs 10–40 : 1. */
const MAX_RATIO = 100;
/** bytes; below it any ratio is harmless. */
const RATIO_FROM = 1024 * 1024;

/**
 * @param maxUnpackedBytes of all parts together, as they declare it; yauzl stops a part that yields more than it declared.
 * @throws {InputError} `document/corrupt`, `document/encrypted`.
 * @throws {LimitError} `document/bomb`.
 */
export async function openPackage(bytes: Uint8Array, maxUnpackedBytes: number): Promise<DocxPackage> {
  const entries = new Map<string, Entry>();
  try {
    const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { strictFileNames: true });
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      checkEntry(entry, entries.size + 1, unpacked, maxUnpackedBytes);
      entries.set(entry.fileName, entry);
    }
    return {
      names: [...entries.keys()],
      has: (name) => entries.has(name),
      read: (name) => readEntry(name, entries.get(name), async (entry) => zip.openReadStreamPromise(entry)),
    };
  } catch (error) {
    throw asCorrupt(error);
  }
}

function checkEntry(entry: Entry, count: number, unpacked: number, maxUnpackedBytes: number): void {
  if (count > MAX_ENTRIES) throw new LimitError('document/bomb', `the DOCX has more than ${MAX_ENTRIES} parts; save it again and send that`, { limit: MAX_ENTRIES });
  if (unpacked > maxUnpackedBytes) throw new LimitError('document/bomb', `the DOCX unpacks to more than ${maxUnpackedBytes} bytes; make its pictures smaller`, { limit: maxUnpackedBytes });
  if (entry.uncompressedSize > RATIO_FROM && entry.uncompressedSize > entry.compressedSize * MAX_RATIO) {
    throw new LimitError('document/bomb', `a part of the DOCX unpacks to more than ${MAX_RATIO} times its size`, { packed: entry.compressedSize, unpacked: entry.uncompressedSize });
  }
  if (entry.isEncrypted()) throw new InputError('document/encrypted', 'the DOCX is protected by a password; save it without protection and send that');
}

async function readEntry(name: string, entry: Entry | undefined, openStream: (entry: Entry) => Promise<NodeJS.ReadableStream>): Promise<Buffer> {
  if (!entry) throw new InputError('document/corrupt', `the DOCX lacks its part ${name}`, { part: name });
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await openStream(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    throw asCorrupt(error);
  }
}

function asCorrupt(error: unknown): Error {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError('document/corrupt', `the DOCX is damaged: ${reason}`, {}, { cause: error });
}
