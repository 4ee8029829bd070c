/** Opens a registration file with the server's private key. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { keyId } from '../../watermark/lmk/public-key.ts';
import { readRegistration, type Registration } from '../../watermark/lmk/registration.ts';

export interface OpenInput {
  readonly bytes: Uint8Array;
  /** PEM, PKCS#8. */
  readonly privateKey: string;
}

export type OpenOutput = Registration;

/** @throws {InputError} `registration/invalid` — in the same words whatever is wrong. */
export function openRegistration({ bytes, privateKey }: OpenInput): OpenOutput {
  const own = createPrivateKey(privateKey);
  return readRegistration(bytes, own, keyId(createPublicKey(own)));
}
