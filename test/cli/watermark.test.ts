/** Marks from the command line: a key, copies for recipients, whose copy a leak is, and the evaluation's lines. No server and no database. */
import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { photo } from '../support/synthetic.ts';

vi.setConfig({ testTimeout: 600_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-marks-'));
const at = (...parts: string[]): string => path.join(folder, ...parts);
const { DATABASE_URL: _, ...env } = process.env;
const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) => spawnSync(process.execPath, ['src/cli/main.ts', 'watermark', ...args], { env: { ...env, DATA_DIR: at('data'), WORKERS: '1', ...more }, encoding: 'utf8' });
const touchstone = (...args: readonly string[]) => run(args);
const lines = (text: string): readonly Record<string, unknown>[] => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  const scene = photo('handed out', 560, 420);
  writeFileSync(at('original.tif'), await sharp(scene.data, { raw: { width: 560, height: 420, channels: 3 } }).tiff({ compression: 'lzw' }).toBuffer());
  writeFileSync(at('recipients.csv'), 'recipient;mail\nDr. Ng;a@example.org\n"Doe, Jane";b@example.org\n');
  const batch = touchstone('batch', at('original.tif'), at('recipients.csv'), at('out'));
  expect([batch.status, batch.stderr]).toEqual([0, '']);
  await sharp(at('out', '2-Doe_Jane.tif')).extract({ left: 30, top: 20, width: 480, height: 360 }).resize(400).jpeg({ quality: 75 }).toFile(at('leaked.jpg'));
  await sharp(at('original.tif')).jpeg({ quality: 80 }).toFile(at('unmarked.jpg'));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('batch: a copy in the format of the original and a registration for each, listed; the first is full, the others a tenth of it', () => {
  expect(readdirSync(at('out')).sort()).toEqual(['1-Dr._Ng.lmk', '1-Dr._Ng.tif', '2-Doe_Jane.lmk', '2-Doe_Jane.tif', 'copies.csv']);
  expect(readFileSync(at('out', 'copies.csv'), 'utf8').replace('\ufeff', '').split(/\r?\n/).slice(0, 3)).toEqual(['recipient,copy,registration', 'Dr. Ng,1-Dr._Ng.tif,1-Dr._Ng.lmk', '"Doe, Jane",2-Doe_Jane.tif,2-Doe_Jane.lmk']);
  const [full, slim] = ['1-Dr._Ng.lmk', '2-Doe_Jane.lmk'].map((name) => readFileSync(at('out', name)).length);
  expect((slim ?? 0) * 10).toBeLessThan(full ?? 0);
  expect(touchstone('batch', at('original.tif'), at('recipients.csv'), at('out')).status).not.toBe(0); // the folder is not empty
});

test('batch: with SIGN_MARKED a JPEG copy says itself that it was marked, under the key of the data folder', () => {
  writeFileSync(at('one.csv'), 'recipient\nDr. Ng\n');
  const { status, stderr } = run(['batch', at('unmarked.jpg'), at('one.csv'), at('signed')], { SIGN_MARKED: 'true' });

  expect([status, stderr]).toEqual([0, '']);
  const copy = readFileSync(at('signed', '1-Dr._Ng.jpg'));
  expect(copy.includes('c2pa.soft-binding')).toBe(true);
  expect(copy.includes('Touchstone server')).toBe(true);
  expect(existsSync(at('data', 'credentials-key.pem'))).toBe(true);
});

test('trace: the leak names its recipient with the p-value, the unmarked original nobody', () => {
  const { status, stdout } = touchstone('trace', at('leaked.jpg'), at('unmarked.jpg'), '--batch', at('out'), '--json');

  expect(status).toBe(0);
  const [leaked, unmarked] = lines(stdout);
  expect(leaked).toMatchObject({ comparable: true, suspects: [{ copy: '2-Doe_Jane' }] });
  expect((leaked?.['suspects'] as readonly { log10p: number }[])[0]?.log10p).toBeLessThan(-9);
  expect(unmarked).toMatchObject({ comparable: true, suspects: [] });
});

test('detect: one JSON line a query in the order given; a query that is missing has its own', () => {
  const { status, stdout } = touchstone('detect', at('leaked.jpg'), at('none.jpg'), at('unmarked.jpg'), '--registration', at('out', '2-Doe_Jane.lmk'), '--original', at('original.tif'), '--json');

  expect(status).not.toBe(0);
  const [leaked, missing, unmarked] = lines(stdout);
  expect(Object.keys(leaked ?? {})).toEqual(['query', 'marked', 'p', 'log10p', 'payload', 'transform']);
  expect(leaked).toMatchObject({ query: at('leaked.jpg'), marked: true, payload: null });
  expect(leaked?.['log10p']).toBeLessThan(-9);
  expect(missing).toMatchObject({ query: at('none.jpg'), marked: false, p: 1, error: expect.stringContaining('none.jpg') as string });
  expect(unmarked).toMatchObject({ query: at('unmarked.jpg'), marked: false });
});

test('detect: a transactional registration without its original is an error; so are wrong parameters', () => {
  expect(touchstone('detect', at('leaked.jpg'), '--registration', at('out', '2-Doe_Jane.lmk')).stderr).toContain('--original');
  expect(touchstone('detect', at('leaked.jpg'), '--registration', at('out', '1-Dr._Ng.lmk'), '--payload-max', '16777216').stderr).toContain('16777215');
});

test('key: the public half, PKCS#1 in DER, of the pair that opens the registrations', () => {
  expect(touchstone('key', at('key.der')).status).toBe(0);

  const own = createPublicKey(readFileSync(at('data', 'watermark-key.pem'), 'utf8'));
  expect(createPublicKey({ key: readFileSync(at('key.der')), format: 'der', type: 'pkcs1' }).equals(own)).toBe(true);
});
