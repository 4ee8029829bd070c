/** The server's public key as people hand it in: PEM or DER, PKCS#1 or SPKI. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { InputError } from '../../core/errors.ts';

/** bit; shorter moduli are refused. */
const LEAST_BITS = 2048;
/** byte; a key of 16384 bit takes 2 KB. */
const MAX_BYTES = 16_384;

/** @throws {InputError} `key/invalid` — not an RSA public key of at least 2048 bit in one of the four forms. */
export function readPublicKey(bytes: Uint8Array): KeyObject {
  const key = bytes.length <= MAX_BYTES ? parsed(bytes) : undefined;
  if (key?.asymmetricKeyType !== 'rsa') throw new InputError('key/invalid', 'the key is not an RSA public key in PEM or DER form (PKCS#1 or SPKI)');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < LEAST_BITS) throw new InputError('key/invalid', `the RSA key has ${bits} bit; at least ${LEAST_BITS} are needed`, { bits });
  return key;
}

function parsed(bytes: Uint8Array): KeyObject | undefined {
  const data = Buffer.from(bytes);
  const text = data.toString('latin1');
  // A private key would be read as its public half; who hands one out has mistaken the file.
  if (text.includes('PRIVATE KEY')) return undefined;
  if (text.includes('-----BEGIN')) return attempt(() => createPublicKey(text.slice(text.indexOf('-----BEGIN'))));
  return attempt(() => createPublicKey({ key: data, format: 'der', type: 'spki' })) ?? attempt(() => createPublicKey({ key: data, format: 'der', type: 'pkcs1' }));
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Names a key: base64url of the SHA-256 of its SPKI DER. */
export function keyId(key: KeyObject): string {
  return createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('base64url');
}
