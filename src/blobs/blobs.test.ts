import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBlobs, type Blobs } from './blobs.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-blobs-'));
let s3: S3rver;
let port: number;

beforeAll(async () => {
  s3 = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: path.join(folder, 's3'), configureBuckets: [{ name: 'touchstone', configs: [] }] });
  port = ((await s3.run()) as { port: number }).port;
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

const stores: readonly [string, () => Blobs][] = [
  ['folder', () => openBlobs({ dataDir: folder })],
  ['S3', () => openBlobs({ dataDir: folder, blobUrl: `s3://S3RVER:S3RVER@touchstone/some/prefix?endpoint=http://127.0.0.1:${port}&region=us-east-1` })],
];

describe.each(stores)('%s', (_, open) => {
  test('gives back what was put, under its hash, however often it is put', async () => {
    const blobs = open();
    const bytes = new Uint8Array(randomBytes(100_000));
    const sha256 = createHash('sha256').update(bytes).digest('hex');

    expect(await blobs.put(bytes)).toBe(sha256);
    expect(await blobs.put(bytes)).toBe(sha256);

    expect(Buffer.compare(await blobs.read(sha256), bytes)).toBe(0);
  });

  test('what was deleted, or never put, is said to be missing', async () => {
    const blobs = open();
    const sha256 = await blobs.put(new Uint8Array([1, 2, 3]));

    await blobs.delete(sha256);

    await expect(blobs.read(sha256)).rejects.toMatchObject({ code: 'blob/missing' });
    await expect(blobs.read('0'.repeat(64))).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});

test('bytes that changed on disk are never handed out', async () => {
  const blobs = openBlobs({ dataDir: folder });
  const sha256 = await blobs.put(new Uint8Array([4, 5, 6]));

  writeFileSync(path.join(folder, 'blobs', sha256.slice(0, 2), sha256.slice(2)), 'tampered');

  await expect(blobs.read(sha256)).rejects.toMatchObject({ name: 'IntegrityError', code: 'blob/corrupt' });
});

test('nothing half written is left behind', async () => {
  const blobs = openBlobs({ dataDir: folder });
  await blobs.put(new Uint8Array(randomBytes(1000)));

  expect(readdirSync(path.join(folder, 'blobs', 'incoming'))).toEqual([]);
});

test('a BLOB_URL of another form is refused', () => {
  expect(() => openBlobs({ dataDir: folder, blobUrl: 'https://bucket' })).toThrow('BLOB_URL is not of the form s3://');
});
