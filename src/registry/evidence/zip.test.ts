/** The archive of evidence: other programs read it, and the same content gives the same bytes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { unzip } from '../../../test/support/unzip.ts';
import { zip, type ZipEntry } from './zip.ts';

const FILES: readonly ZipEntry[] = [{ name: 'a.txt', bytes: Buffer.from('one') }, { name: 'été/사진.bin', bytes: new Uint8Array(70_000).fill(7) }, { name: 'empty', bytes: new Uint8Array() }];
const AT = new Date('2026-03-31T12:34:56Z');

async function* given(files: readonly ZipEntry[]): AsyncGenerator<ZipEntry> {
  yield* files;
}
const archive = (files = FILES): Promise<Buffer> => buffer(Readable.from(zip(given(files), AT), { objectMode: false }));

test('names, times and bytes come back; checksums hold', async () => {
  const bytes = await archive();

  expect([...(await unzip(bytes))]).toEqual(FILES.map(({ name, bytes: content }) => [name, Buffer.from(content)]));
  expect([bytes.readUInt16LE(10), bytes.readUInt16LE(12)]).toEqual([(12 << 11) | (34 << 5) | 28, (46 << 9) | (3 << 5) | 31]); // MS-DOS time and date of the first file
});

test('the same content gives the same bytes, one other byte gives others', async () => {
  expect((await archive()).equals(await archive())).toBe(true);
  expect((await archive()).equals(await archive([{ name: 'a.txt', bytes: Buffer.from('onE') }, ...FILES.slice(1)]))).toBe(false);
});

test('the unzip of the system finds no fault', async ({ skip }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-zip-'));
  writeFileSync(path.join(folder, 'a.zip'), await archive());
  try {
    expect(execFileSync('python3', ['-m', 'zipfile', '-t', path.join(folder, 'a.zip')]).toString()).toContain('Done testing');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') skip('no Python on this machine');
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
