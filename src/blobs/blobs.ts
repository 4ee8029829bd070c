/** Stored bytes by their SHA-256, through flydrive: a folder by default, S3 by BLOB_URL. Written once, verified when read. */
import { createHash, randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { IntegrityError, NotFoundError } from '../core/errors.ts';
import { s3Disk } from './s3.ts';

export interface Blobs {
  /** Resolves once the bytes are safe (fsynced, or acknowledged by S3). Gives their SHA-256 as lower-case hex. */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws {NotFoundError} `blob/missing` @throws {IntegrityError} `blob/corrupt`: what is stored is not what was written. */
  read(sha256: string): Promise<Uint8Array>;
  delete(sha256: string): Promise<void>;
}

export function openBlobs({ blobUrl, dataDir }: { readonly blobUrl?: string; readonly dataDir: string }): Blobs {
  if (blobUrl) return blobsOn(s3Disk(blobUrl), async (disk, key, bytes) => disk.put(key, bytes));
  const folder = path.join(dataDir, 'blobs');
  return blobsOn(new Disk(new FSDriver({ location: folder, visibility: 'private' })), (disk, key, bytes) => putDurably(disk, folder, key, bytes));
}

type Put = (disk: Disk, key: string, bytes: Uint8Array) => Promise<void>;

function blobsOn(disk: Disk, put: Put): Blobs {
  return {
    async put(bytes) {
      const sha256 = hash(bytes);
      if (!(await disk.exists(keyOf(sha256)))) await put(disk, keyOf(sha256), bytes);
      return sha256;
    },
    async read(sha256) {
      const bytes = await disk.getBytes(keyOf(sha256)).catch((cause: Error) => {
        throw new NotFoundError('blob/missing', `no blob ${sha256}`, { sha256 }, { cause });
      });
      if (hash(bytes) !== sha256) throw new IntegrityError('blob/corrupt', `blob ${sha256} has other bytes than were written`, { sha256 });
      return bytes;
    },
    async delete(sha256) {
      await disk.delete(keyOf(sha256));
    },
  };
}

/** A rename within one file system is atomic, so a reader sees all of a blob or none. */
async function putDurably(disk: Disk, folder: string, key: string, bytes: Uint8Array): Promise<void> {
  const incoming = `incoming/${randomUUID()}`;
  await disk.put(incoming, bytes);
  await fsync(path.join(folder, incoming));
  await disk.move(incoming, key);
  await fsync(path.dirname(path.join(folder, key)));
}

async function fsync(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const keyOf = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256.slice(2)}`;
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
