/** A flydrive disk on any S3: `s3://KEY:SECRET@BUCKET/PREFIX?endpoint=URL&region=R`. */
import { S3Client } from '@aws-sdk/client-s3';
import { Disk } from 'flydrive';
import { S3Driver } from 'flydrive/drivers/s3';
import { InputError } from '../core/errors.ts';

export function s3Disk(blobUrl: string): Disk {
  const url = URL.parse(blobUrl);
  if (url?.protocol !== 's3:' || !url.hostname) {
    throw new InputError('config/invalid', 'BLOB_URL is not of the form s3://KEY:SECRET@BUCKET/PREFIX?endpoint=URL&region=R');
  }
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  const client = new S3Client({
    region: url.searchParams.get('region') ?? 'us-east-1',
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(url.username ? { credentials: { accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password) } } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const disk = new Disk(new S3Driver({ client, bucket: url.hostname, visibility: 'private', supportsACL: false }));
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  return prefix ? withPrefix(disk, prefix) : disk;
}

/** flydrive has no key prefix; only the calls that blobs use are forwarded. */
function withPrefix(disk: Disk, prefix: string): Disk {
  const at = (key: string): string => `${prefix}/${key}`;
  return Object.assign(Object.create(disk) as Disk, {
    exists: (key: string) => disk.exists(at(key)),
    getBytes: (key: string) => disk.getBytes(at(key)),
    put: (key: string, bytes: Uint8Array) => disk.put(at(key), bytes),
    delete: (key: string) => disk.delete(at(key)),
  });
}
