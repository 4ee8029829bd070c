import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { encodePng, micrograph } from '../../../test/support/synthetic.ts';
import { newIdentity, readIdentity } from '../../registry/credentials/signing-identity.ts';
import { readCredentials } from './c2pa.ts';
import { readStripped } from './c2pa-manifest.ts';
import { signCredentials, type CredentialClaim, type SigningIdentity } from './sign-credentials.ts';
import { WATERMARK_BINDING } from './soft-binding.ts';

const CLAIM: CredentialClaim = { generator: 'touchstone', version: '0.1.0', original: 'lmk-jpg-1:00', binding: { algorithm: WATERMARK_BINDING, value: 'ab'.repeat(32) }, now: Date.UTC(2026, 0, 2) };
let identity: SigningIdentity;
let files: Readonly<Record<'jpeg' | 'png', Uint8Array>>;

beforeAll(async () => {
  identity = readIdentity(await newIdentity(new Date('2026-01-01')));
  const png = new Uint8Array(await encodePng(micrograph('signed', 160, 120)));
  files = { png, jpeg: new Uint8Array(await sharp(png).jpeg().toBuffer()) };
});

test.each(['jpeg', 'png'] as const)('%s: signed, it holds and names the mark; the pixels stay; once more, the same bytes', async (format) => {
  const { bytes, manifest } = await signCredentials(files[format], format, CLAIM, identity);
  const found = await readCredentials(bytes, format);

  expect(found).toMatchObject({ claimGenerator: 'touchstone 0.1.0', holds: true, failures: [], softBindings: [CLAIM.binding] });
  expect(found?.signer).toContain('self-signed');
  expect(found?.actions.map(({ action }) => action)).toEqual(['c2pa.opened', 'c2pa.watermarked']);
  expect((await sharp(bytes).raw().toBuffer()).equals(await sharp(files[format]).raw().toBuffer())).toBe(true);
  expect(Buffer.from((await signCredentials(files[format], format, CLAIM, identity)).bytes).equals(bytes)).toBe(true);
  expect(Buffer.from((await signCredentials(files[format], format, { ...CLAIM, now: CLAIM.now + 1 }, identity)).bytes).equals(bytes)).toBe(false);
  expect(await readStripped(manifest)).toMatchObject({ holds: true, softBindings: [CLAIM.binding] });
});

test('changed pixels and a changed statement are told', async () => {
  const { bytes, manifest } = await signCredentials(files.jpeg, 'jpeg', CLAIM, identity);
  const pixels = bytes.with(bytes.length - 40, (bytes.at(-40) ?? 0) ^ 1);
  const at = Buffer.from(bytes).indexOf('c2pa.watermarked');

  expect(await readCredentials(pixels, 'jpeg')).toMatchObject({ holds: false, failures: ['assertion.dataHash.mismatch'] });
  expect((await readCredentials(bytes.with(at, 0x62), 'jpeg'))?.holds).toBe(false);
  expect((await readStripped(manifest.with(Buffer.from(manifest).indexOf('c2pa.watermarked'), 0x62))).holds).toBe(false);
});

test('an older manifest gives way', async () => {
  const { bytes } = await signCredentials(files.png, 'png', CLAIM, identity);
  const again = await signCredentials(bytes, 'png', { ...CLAIM, binding: { ...CLAIM.binding, value: 'cd'.repeat(32) } }, identity);

  expect(await readCredentials(again.bytes, 'png')).toMatchObject({ holds: true, softBindings: [{ value: 'cd'.repeat(32) }] });
  expect(again.bytes.length).toBe(bytes.length);
});

test('a damaged identity is refused, not used', () => {
  expect(() => readIdentity('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')).toThrow(/cannot be read/);
});
