/** The envelope of a registration: JWE compact serialization, RSA-OAEP-256 with A256GCM. Sources: RFC 7516 §5, RFC 7518 §4.3, §5.3. */
import { constants, createCipheriv, createDecipheriv, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto';
import { invalid } from './cbor.ts';
import { keyId } from './public-key.ts';

/** byte of text; checked before anything is parsed. */
export const MAX_LMK_BYTES = 1 << 20;
const MAX_HEADER = 1024;
const CONTENT_KEY = 32;
const IV = 12;
const TAG = 16;

/** Bytes nobody can guess; handed in. */
export type RandomBytes = (length: number) => Uint8Array;

/** The text of the file. @param recipient RSA public key. */
export function seal(plaintext: Uint8Array, recipient: KeyObject, random: RandomBytes): string {
  const header = base64url(JSON.stringify({
    alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: keyId(recipient), typ: 'lmk', cty: 'application/lmk+cbor', lmk: 1, crit: ['lmk'],
  }));
  const [key, iv] = [random(CONTENT_KEY), random(IV)];
  const wrapped = publicEncrypt({ key: recipient, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(header, 'ascii'));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [header, base64url(wrapped), base64url(iv), base64url(ciphertext), base64url(cipher.getAuthTag())].join('.');
}

/** @param own RSA private key. @throws {InputError} `registration/invalid` — always in the same words. */
export function unseal(file: Uint8Array, own: KeyObject, ownId: string): Uint8Array {
  if (file.length > MAX_LMK_BYTES) throw invalid();
  const parts = Buffer.from(file.buffer, file.byteOffset, file.length).toString('latin1').trim().split('.');
  const [header = '', wrapped = '', iv = '', ciphertext = '', tag = ''] = parts;
  if (parts.length !== 5 || header.length > MAX_HEADER || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) throw invalid();
  checkHeader(header, ownId);
  try {
    const key = privateDecrypt({ key: own, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, bytesOf(wrapped));
    const [nonce, seal_] = [bytesOf(iv), bytesOf(tag)];
    if (key.length !== CONTENT_KEY || nonce.length !== IV || seal_.length !== TAG) throw invalid();
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
    decipher.setAAD(Buffer.from(header, 'ascii'));
    decipher.setAuthTag(seal_);
    return Buffer.concat([decipher.update(bytesOf(ciphertext)), decipher.final()]);
  } catch {
    throw invalid();
  }
}

/** Exactly what `seal` writes: no other algorithm, no other critical extension, our key. */
function checkHeader(text: string, ownId: string): void {
  let header: unknown;
  try {
    header = JSON.parse(bytesOf(text).toString('utf8'));
  } catch {
    throw invalid();
  }
  if (typeof header !== 'object' || header === null) throw invalid();
  const { alg, enc, kid, typ, lmk, crit, zip } = header as Readonly<Record<string, unknown>>;
  const right = alg === 'RSA-OAEP-256' && enc === 'A256GCM' && kid === ownId && typ === 'lmk' && lmk === 1 && zip === undefined;
  if (!right || !Array.isArray(crit) || crit.length !== 1 || crit[0] !== 'lmk') throw invalid();
}

function base64url(data: Uint8Array | string): string {
  return Buffer.from(data as Uint8Array).toString('base64url');
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
