/** A small zip writer, which can also lie. Source: PKWARE APPNOTE 6.3.10 §4.3. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array | string;
  /** Size written into the headers instead of the true one. */
  readonly claimedSize?: number;
  /** Default true. */
  readonly compress?: boolean;
  /** General purpose flags, 1 = encrypted. */
  readonly flags?: number;
}

export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claimedSize, compress = true, flags = 0 } of entries) {
    const plain = Buffer.from(data);
    const packed = compress ? deflateRawSync(plain) : plain;
    const shared = sharedFields({ flags: flags | 0x800, method: compress ? 8 : 0, crc: crc32(plain), packed: packed.length, size: claimedSize ?? plain.length, name: Buffer.byteLength(name) });
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), shared, Buffer.from(name), packed]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), shared, central, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const body = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(body.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, body, end]);
}

/** The 26 bytes that a local and a central header have in common, from "version needed" to "extra length". */
function sharedFields({ flags, method, crc, packed, size, name }: Readonly<Record<'flags' | 'method' | 'crc' | 'packed' | 'size' | 'name', number>>): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(flags, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name, 22);
  return fields;
}
