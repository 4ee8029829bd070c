/** Where the 32 bytes of a mark's key come from: chance, or a passphrase and the original. */
import { createHash, createHmac, scryptSync, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from './jwe.ts';
import type { PixelHash } from './pixel-hash.ts';

/** RFC 7914 parameters. */
export interface SecretKeySource {
  readonly salt: Uint8Array;
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
  /** 8 bytes that tell a right passphrase from a wrong one. */
  readonly check: Uint8Array;
}

/** Either the key itself, or how to make it from the passphrase, which is written nowhere. */
export type KeySource = { readonly key: Uint8Array } | { readonly secret: SecretKeySource };

/** Names a key without telling it; 64 characters of lower-case hex. Content Credentials of a marked image hold it, so that the mark leads back to them. */
export const keyFingerprint = (key: Uint8Array): string => createHash('sha256').update('touchstone.watermark.sbm1\0').update(key).digest('hex');

/** byte of the salt that only a transactional registration has. */
const OWN_SALT = 16;
const COST = { cost: 1 << 15, blockSize: 8, parallel: 1 } as const;
/** Bounds on what a foreign file may ask for: 128 · N · r bytes of memory. */
const MAX_MEMORY = 128 * COST.cost * COST.blockSize;

/**
 * A key for one registration. With a passphrase the first registration of an original gets the same key each time, another original another one: keys are
 * never used for two. A transactional one gets a key of its own even with the same passphrase, else two copies of one original could not be told apart.
 */
export function newKey(original: PixelHash, random: RandomBytes, { secret, kind = 'full' }: { readonly secret?: string; readonly kind?: 'full' | 'transactional' } = {}): { readonly key: Uint8Array; readonly source: KeySource } {
  if (secret === undefined) {
    const key = random(32);
    return { key, source: { key } };
  }
  const salt = Buffer.concat([Buffer.from('lmk-secret-v1'), original.digest, ...(kind === 'full' ? [] : [random(OWN_SALT)])]);
  const key = derived(secret, { salt, ...COST });
  return { key, source: { secret: { salt, ...COST, check: checkOf(key) } } };
}

/** The key of a registration; `undefined` where the passphrase is wrong or missing. */
export function keyOf(source: KeySource, secret?: string): Uint8Array | undefined {
  if ('key' in source) return source.key;
  if (secret === undefined) return undefined;
  const key = derived(secret, source.secret);
  return timingSafeEqual(checkOf(key), source.secret.check) ? key : undefined;
}

export function isBearable({ cost, blockSize, parallel }: Omit<SecretKeySource, 'salt' | 'check'>): boolean {
  return cost >= 2 && Number.isInteger(Math.log2(cost)) && blockSize >= 1 && parallel === 1 && 128 * cost * blockSize <= MAX_MEMORY;
}

function derived(secret: string, { salt, cost, blockSize, parallel }: Omit<SecretKeySource, 'check'>): Uint8Array {
  return scryptSync(secret.normalize('NFC'), salt, 32, { N: cost, r: blockSize, p: parallel, maxmem: 2 * MAX_MEMORY });
}

function checkOf(key: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update('lmk-check-1').digest().subarray(0, 8);
}
