/** The server's key pair: `lamark` seals registration files to its public half, and only its private half opens them. Made on first use, kept as `kept-secret.ts` says. */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { IntegrityError } from '../../core/errors.ts';
import { keyId } from '../../watermark/lmk/public-key.ts';
import type { Store } from '../../store/store.ts';
import { keptSecret, type KeyPlace } from '../kept-secret.ts';

export interface KeyPair {
  readonly publicKey: KeyObject;
  /** PEM, PKCS#8: it crosses to the workers that open files. */
  readonly privatePem: string;
  /** `kid` of the files sealed to it. */
  readonly id: string;
}

/** bit. */
const MODULUS = 3072;
const KEPT = { file: 'watermark-key.pem', setting: 'watermark-key', make: newKey } as const;
const pairs = new Map<string, Promise<KeyPair>>();

/** @param open is called only where the pair lies in the database. @throws {IntegrityError} what is kept is no key. */
export function serverKeyPair(place: KeyPlace, open: () => Promise<Store> | Store): Promise<KeyPair> {
  const name = `${place.databaseUrl ?? ''}\n${place.dataDir}`;
  const known = pairs.get(name);
  if (known) return known;
  const made = keptSecret(KEPT, place, open).then(toPair);
  pairs.set(name, made);
  made.catch(() => pairs.delete(name));
  return made;
}

function toPair(privatePem: string): KeyPair {
  try {
    const publicKey = createPublicKey(createPrivateKey(privatePem));
    return { publicKey, privatePem, id: keyId(publicKey) };
  } catch (cause) {
    throw new IntegrityError('key/invalid', 'the private key that opens registration files cannot be read; put back the one that was saved', {}, { cause });
  }
}

async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}
