/** The program as people get it: built, then run with nothing around it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyId } from '../../src/watermark/lmk/public-key.ts';
import { readRegistration } from '../../src/watermark/lmk/registration.ts';
import { photo } from '../support/synthetic.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const program = path.join(root, 'dist', 'lamark');
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
let folder: string;
const at = (name: string): string => path.join(folder, name);
const lamark = (...args: readonly string[]) => spawnSync(program, args, { cwd: folder, env: {}, encoding: 'utf8' });
const BANNER = /^LAMARK image watermarking tool [\d.]+ \(Touchstone\)\n(.*\n){2}$/;

beforeAll(async () => {
  execFileSync(path.join(root, 'node_modules', '.bin', 'node'), [path.join(root, 'scripts', 'build-lamark.mjs'), '--linux'], { stdio: 'ignore' });
  folder = mkdtempSync(path.join(tmpdir(), 'lamark-'));
  const scene = photo('lamark', 720, 540);
  writeFileSync(at('in.jpg'), await sharp(scene.data, { raw: { width: 720, height: 540, channels: 3 } }).jpeg({ quality: 90 }).toBuffer());
  writeFileSync(at('key.der'), publicKey.export({ type: 'pkcs1', format: 'der' }));
  writeFileSync(at('key.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('IM-161 IM-165 IM-166 A227–A230 A232 A235 exit 0: both files, the banner on stderr and nothing else', () => {
  const { status, stdout, stderr } = lamark('in.jpg', 'out.jpg', 'out.lmk', 'key.der');

  expect(stderr).toMatch(BANNER);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(readRegistration(readFileSync(at('out.lmk')), privateKey, keyId(publicKey))).toMatchObject({ kind: 'full', design: { width: 720, height: 540, strength: 45 }, tool: expect.stringMatching(/^lamark /) as string });
  expect(readFileSync(at('out.lmk')).length).toBeLessThanOrEqual(40_960);
});

test('IM-162 A231 -t: the same original, less than a tenth of the size, no thumb', () => {
  expect(lamark('in.jpg', 'full.jpg', 'full.lmk', 'key.der').status).toBe(0);

  const { status } = lamark('-t', '--payload', '77', '--strength', '48', 'in.jpg', 't.jpg', 't.lmk', 'key.pem');

  expect(status).toBe(0);
  const [full, slim] = [readFileSync(at('full.lmk')), readFileSync(at('t.lmk'))];
  const [first, second] = [full, slim].map((bytes) => readRegistration(bytes, privateKey, keyId(publicKey)));
  expect(slim.length).toBeLessThanOrEqual(1126);
  expect(slim.length * 10).toBeLessThan(full.length);
  expect(second).toMatchObject({ kind: 'transactional', payload: 77, design: { strength: 48 } });
  expect(second?.thumb).toBeUndefined();
  expect(second?.original).toEqual(first?.original);
  expect(second?.key).not.toEqual(first?.key);
});

test('a passphrase is not in the registration, and gives the same picture again', () => {
  for (const name of ['a', 'b']) expect(lamark('--secret', 'open sesame', 'in.jpg', `${name}.jpg`, `${name}.lmk`, 'key.der').status).toBe(0);

  expect(readFileSync(at('a.jpg')).equals(readFileSync(at('b.jpg')))).toBe(true);
  expect(readRegistration(readFileSync(at('a.lmk')), privateKey, keyId(publicKey)).key).toHaveProperty('secret');
});

test.each<readonly [string, readonly string[]]>([
  ['nothing', []], ['three files', ['in.jpg', 'x.jpg', 'x.lmk']], ['an unknown option', ['-z', 'in.jpg', 'x.jpg', 'x.lmk', 'key.der']],
  ['a payload of 25 bit', ['--payload', '16777216', 'in.jpg', 'x.jpg', 'x.lmk', 'key.der']], ['a strength that is none', ['--strength', '10', 'in.jpg', 'x.jpg', 'x.lmk', 'key.der']],
])('IM-166 A233 exit 1 with usage on stderr: %s', (_, args) => {
  const { status, stdout, stderr } = lamark(...args);

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('usage: lamark [options] <input_image.jpg> <output_image.jpg> <registration.lmk> <public_key.der>');
});

describe('exit 2, and no file', () => {
  test.each<readonly [string, readonly string[], string]>([
    ['no input', ['none.jpg', 'x.jpg', 'x.lmk', 'key.der'], 'none.jpg'], ['no JPEG', ['key.der', 'x.jpg', 'x.lmk', 'key.der'], 'JPEG'], ['no key', ['in.jpg', 'x.jpg', 'x.lmk', 'in.jpg'], 'RSA'],
    ['output over input', ['in.jpg', './in.jpg', 'x.lmk', 'key.der'], 'overwritten'], ['registration over key', ['in.jpg', 'x.jpg', 'key.der', 'key.der'], 'overwritten'],
    ['output and registration the same', ['in.jpg', 'x.jpg', 'x.jpg', 'key.der'], 'overwritten'], ['no folder for the registration', ['in.jpg', 'x.jpg', 'none/x.lmk', 'key.der'], 'none'],
  ])('IM-166 A234 details on stderr: %s', (_, args, word) => {
    const before = readFileSync(at('in.jpg'));

    const { status, stdout, stderr } = lamark(...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(word);
    expect(readdirSync(folder).filter((name) => name.startsWith('x.') || name.endsWith('.part'))).toEqual([]);
    expect(readFileSync(at('in.jpg')).equals(before)).toBe(true);
  });
});

test('IM-167 opens no socket', () => {
  const { status } = spawnSync('strace', ['-f', '-qq', '-e', 'trace=network', '-o', at('trace.txt'), program, 'in.jpg', 'quiet.jpg', 'quiet.lmk', 'key.der'], { cwd: folder, env: { PATH: '/usr/bin:/bin' } });

  expect(status).toBe(0);
  expect(readFileSync(at('trace.txt'), 'utf8').split('\n').filter((line) => /\b(socket|connect|bind|sendto)\(/.test(line))).toEqual([]);
});
