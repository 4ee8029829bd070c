import { constants, createHash, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { encodeCbor } from './cbor.ts';
import { seal, unseal, type RandomBytes } from './jwe.ts';
import { keyOf, newKey } from './mark-key.ts';
import { keyId, readPublicKey } from './public-key.ts';
import { readRegistration, toCbor, writeRegistration, type Registration } from './registration.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 3072 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = keyId(pair.publicKey);
const digest = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const seeded = (seed: string): RandomBytes => {
  const random = seededRandom(seed);
  return (length) => Uint8Array.from({ length }, () => random.int(256));
};

const FULL: Registration = {
  kind: 'full', id: '0190b0a4-7d00-7abc-8def-0123456789ab', created: 1_764_000_000_000,
  design: { id: 'sbm1', width: 4000, height: 3000, columns: 720, rows: 544, strength: 45, maxPayload: 16_777_215 },
  key: { key: digest('key') }, payload: 123_456, original: { scheme: 'lmk-jpg-1', digest: digest('original') }, marked: { scheme: 'lmk-jpg-1', digest: digest('marked') },
  fileSha256: digest('file'), orientation: 6, mime: 'image/jpeg', thumb: new Uint8Array(28_800).fill(7), notes: ['c2pa-invalid'], tool: 'lamark 0.1.0',
};
const { thumb: _thumb, payload: _payload, ...rest } = FULL;
const SLIM: Registration = { ...rest, kind: 'transactional', notes: [], design: { ...FULL.design, maxPayload: 0 } };

test('what is written is read again, by the holder of the key', () => {
  for (const registration of [FULL, SLIM]) {
    const file = writeRegistration(registration, pair.publicKey, seeded('a'));

    expect(readRegistration(file, pair.privateKey, own)).toEqual(registration);
  }
});

test('sizes: 40 000 bytes full with the largest thumb, 1 100 transactional', () => {
  expect(writeRegistration(FULL, pair.publicKey, seeded('a')).length).toBeLessThanOrEqual(40_000);
  expect(writeRegistration(SLIM, pair.publicKey, seeded('a')).length).toBeLessThanOrEqual(1100);
});

test('the plaintext is the same for the same registration', () => {
  expect(createHash('sha256').update(encodeCbor(toCbor(SLIM))).digest('hex')).toBe('b12d2c4cc1cf29b747eda68257e0433791e86b8ab662da326d7e95895b35a907');
});

describe('says the same words to', () => {
  const file = writeRegistration(SLIM, pair.publicKey, seeded('a'));
  const text = Buffer.from(file).toString();
  const parts = text.split('.');
  const replaced = (i: number, part: string): Uint8Array => Buffer.from(parts.map((old, j) => (i === j ? part : old)).join('.'));
  const flipped = (i: number): Uint8Array => replaced(i, `${parts[i]?.startsWith('A') ? 'B' : 'A'}${parts[i]?.slice(1)}`);
  const header = (change: Readonly<Record<string, unknown>>): Uint8Array => replaced(0, Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString()), ...change })).toString('base64url'));
  const sealed = (plain: Uint8Array): Uint8Array => Buffer.from(seal(plain, pair.publicKey, seeded('b')));
  const map = (change: readonly (readonly [number, unknown])[]): Uint8Array => sealed(encodeCbor(new Map([...toCbor(SLIM), ...change]) as never));

  test.each<readonly [string, Uint8Array]>([
    ['nothing', new Uint8Array(0)], ['noise', seeded('noise')(5000)], ['four parts', Buffer.from(parts.slice(0, 4).join('.'))], ['another header', flipped(0)],
    ['another content key', flipped(1)], ['another nonce', flipped(2)], ['another text', flipped(3)], ['another tag', flipped(4)], ['a short tag', replaced(4, 'AAAA')],
    ['PKCS#1 v1.5', header({ alg: 'RSA1_5' })], ['no integrity', header({ enc: 'A256CBC' })], ['a foreign critical extension', header({ crit: ['lmk', 'b64'] })],
    ['compression', header({ zip: 'DEF' })], ['another server', writeRegistration(SLIM, other.publicKey, seeded('a'))], ['one over the limit', new Uint8Array((1 << 20) + 1).fill(65)],
    ['a key wrapped for PKCS#1', replaced(1, publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.alloc(32)).toString('base64url'))],
    ['no CBOR', sealed(Buffer.from('{}'))], ['a short key', map([[6, new Uint8Array(16)]])], ['a grid that would take gigabytes', map([[5, ['sbm1', 8000, 81_920, 4500, 0]]])],
    ['scrypt that would take gigabytes', map([[6, ['scrypt', new Uint8Array(8), 1 << 20, 64, 1, new Uint8Array(8)]]])], ['a payload beyond its bound', map([[7, 1]])],
    ['a full one without its thumb', map([[2, 0]])], ['a later version', map([[1, 2]])],
  ])('%s', (_, bytes) => {
    expect(() => readRegistration(bytes, pair.privateKey, own)).toThrow('this is no registration file for this server');
  });
});

test('a passphrase gives its key again for the same original, and no other', () => {
  const { key, source } = newKey(FULL.original, seeded('a'), { secret: 'wörd' });

  expect(keyOf(source, 'wörd'.normalize('NFD'))).toEqual(key);
  expect(keyOf(source, 'word')).toBeUndefined();
  expect(keyOf(source)).toBeUndefined();
  expect(newKey(FULL.marked, seeded('a'), { secret: 'wörd' }).key).not.toEqual(key);
  expect(JSON.stringify(source)).not.toContain(Buffer.from(key).toString('hex'));
});

test('transactional ones have keys of their own under one passphrase, and stay small', () => {
  const made = (seed: string) => newKey(FULL.original, seeded(seed), { secret: 'word', kind: 'transactional' });
  const [first, second] = [made('a'), made('b')];

  expect(keyOf(first.source, 'word')).toEqual(first.key);
  expect(first.key).not.toEqual(second.key);
  expect(first.key).not.toEqual(newKey(FULL.original, seeded('a'), { secret: 'word' }).key);
  expect(writeRegistration({ ...SLIM, key: first.source }, pair.publicKey, seeded('a')).length).toBeLessThanOrEqual(1126);
});

describe('public keys', () => {
  const expected = keyId(pair.publicKey);
  const forms = (['pkcs1', 'spki'] as const).flatMap((type) => [
    [`${type} DER`, pair.publicKey.export({ type, format: 'der' })] as const, [`${type} PEM`, Buffer.from(pair.publicKey.export({ type, format: 'pem' }) as string)] as const,
  ]);

  test.each(forms)('%s is read', (_, bytes) => {
    expect(keyId(readPublicKey(bytes))).toBe(expected);
  });

  test.each<readonly [string, () => Uint8Array]>([
    ['1024 bit', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'der' })],
    ['an elliptic key', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' })],
    ['a private key', () => Buffer.from(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)],
    ['noise', () => seeded('key')(300)], ['an empty file', () => new Uint8Array(0)],
  ])('%s is refused', (_, make) => {
    expect(() => readPublicKey(make())).toThrow(expect.objectContaining({ code: 'key/invalid' }));
  });
});

test('a committed file of a committed key opens', async () => {
  const { readFileSync } = await import('node:fs');
  const { createPrivateKey, createPublicKey } = await import('node:crypto');
  const at = (name: string): Buffer => readFileSync(new URL(`../../../test/fixtures/lmk/${name}`, import.meta.url));
  const key = createPrivateKey(at('vector-key.pem'));

  const plain = unseal(at('vector.lmk'), key, keyId(createPublicKey(key)));

  expect(Buffer.from(plain).toString('hex')).toBe(at('vector.cbor.hex').toString().trim());
  expect(readRegistration(at('vector.lmk'), key, keyId(createPublicKey(key)))).toEqual(SLIM);
});

beforeAll(() => expect(own).toHaveLength(43));
