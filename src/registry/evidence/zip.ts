/**
 * A ZIP archive as a stream, one file in memory at a time. Files are stored, not deflated: pictures and WARCs are compressed
 * already, and the bytes depend on no version of a compressor. Source: PKWARE APPNOTE 6.3.10 §4.3.
 */
import { crc32 } from 'node:zlib';
import { LimitError } from '../../core/errors.ts';

export interface ZipEntry {
  /** Relative, with slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** bytes of an archive without the ZIP64 extension. */
const MAX_BYTES = 0xffff_ffff;
/** Version 2.0: stored files. */
const VERSION = 20;
/** Bit 11: names are UTF-8. */
const UTF8 = 0x0800;

/**
 * @param at time of every entry; the same entries and time give the same bytes.
 * @throws {LimitError} `request/too-large`: more than 4 GiB.
 */
export async function* zip(entries: AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { name, bytes } of entries) {
    if (offset + bytes.length > MAX_BYTES - 2 ** 20) throw new LimitError('request/too-large', 'the archive would be larger than 4 GiB', { max: MAX_BYTES });
    const title = Buffer.from(name, 'utf8');
    const facts = factsOf(bytes, title, at);
    const local = Buffer.concat([signature(0x04034b50), facts, title]);
    directory.push(Buffer.concat([signature(0x02014b50), word(VERSION), facts, word(0), word(0), word(0), long(0), long(offset), title]));
    offset += local.length + bytes.length;
    yield local;
    yield bytes;
  }
  const central = Buffer.concat(directory);
  yield central;
  yield Buffer.concat([signature(0x06054b50), word(0), word(0), word(directory.length), word(directory.length), long(central.length), long(offset), word(0)]);
}

/** What the header of a file and its entry in the directory share. */
function factsOf(bytes: Uint8Array, title: Buffer, at: Date): Buffer {
  return Buffer.concat([word(VERSION), word(UTF8), word(0), word(timeOf(at)), word(dateOf(at)), long(crc32(bytes)), long(bytes.length), long(bytes.length), word(title.length), word(0)]);
}

/** MS-DOS time and date in UTC: of 2 s, from 1980 on. */
const timeOf = (at: Date): number => (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
const dateOf = (at: Date): number => (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();

const signature = (value: number): Buffer => long(value);

function word(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function long(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
