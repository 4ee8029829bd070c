/** What was measured of the pictures of the evaluation, one record after the other in a file: it does not depend on the vocabulary. */
import { existsSync, openAsBlob } from 'node:fs';
import { appendFile, truncate } from 'node:fs/promises';
import type { Keypoints } from '../../src/imaging/features/keypoints.ts';

export interface CachedRecord extends Pick<Keypoints, 'count' | 'x' | 'y' | 'scale' | 'angle' | 'descriptors'> {
  readonly id: string;
  /** See whole-image-hash.ts. */
  readonly hash: Uint8Array;
  /** px that the keypoints are in. */
  readonly width: number;
  readonly height: number;
  readonly thumbnail: Uint8Array;
}

interface Head { readonly id: string; readonly hash: string; readonly width: number; readonly height: number; readonly count: number; readonly thumbnail: number }

export interface Records {
  /** By id. */
  readonly known: ReadonlyMap<string, CachedRecord>;
  /** Kept in the file when it resolves. */
  add(record: CachedRecord): Promise<CachedRecord>;
}

/** A last record that was cut off is taken away. */
export async function openRecords(file: string): Promise<Records> {
  const bytes = existsSync(file) ? Buffer.from(await (await openAsBlob(file)).arrayBuffer()) : Buffer.alloc(0);
  const { known, end } = decodeRecords(bytes);
  if (end < bytes.length) await truncate(file, end);
  return {
    known,
    async add(record) {
      await appendFile(file, encodeRecord(record));
      return record;
    },
  };
}

/** u32 length of the head, head as JSON, four float planes, descriptors, thumbnail. */
function encodeRecord({ id, hash, width, height, count, x, y, scale, angle, descriptors, thumbnail }: CachedRecord): Uint8Array {
  const text = Buffer.from(JSON.stringify({ id, hash: Buffer.from(hash).toString('base64'), width, height, count, thumbnail: thumbnail.length } satisfies Head));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const planes = [x, y, scale, angle].map((plane) => Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength));
  return Buffer.concat([size, text, ...planes, descriptors, thumbnail]);
}

function decodeRecords(bytes: Buffer): { known: ReadonlyMap<string, CachedRecord>; end: number } {
  const known = new Map<string, CachedRecord>();
  let end = 0;
  for (let at = 0; at + 4 <= bytes.length; end = at) {
    const length = bytes.readUInt32LE(at);
    if (at + 4 + length > bytes.length) break;
    const head = JSON.parse(bytes.subarray(at + 4, at + 4 + length).toString('utf8')) as Head;
    const { id, hash, width, height, count } = head;
    at += 4 + length;
    if (at + count * (16 + 128) + head.thumbnail > bytes.length) break;
    const plane = (n: number): Float32Array => new Float32Array(bytes.buffer.slice(bytes.byteOffset + at + 4 * count * n, bytes.byteOffset + at + 4 * count * (n + 1)));
    const [x, y, scale, angle] = [plane(0), plane(1), plane(2), plane(3)];
    at += 16 * count;
    const descriptors = bytes.subarray(at, at + 128 * count);
    at += 128 * count;
    known.set(id, { id, hash: new Uint8Array(Buffer.from(hash, 'base64')), width, height, count, x, y, scale, angle, descriptors, thumbnail: bytes.subarray(at, at + head.thumbnail) });
    at += head.thumbnail;
  }
  return { known, end };
}
