import { createHash } from 'node:crypto';
import type { RegistryParts } from './prepare-registration.ts';

/** Keeps bytes in the blobs; gives their SHA-256. After it they are on disk. */
export async function keepAll(all: readonly Uint8Array[], { store, blobs, clock }: Pick<RegistryParts, 'store' | 'blobs' | 'clock'>): Promise<string[]> {
  await store.blobs.touch(all.map((bytes) => createHash('sha256').update(bytes).digest('hex')), clock()); // before they are written, so that a clean-up beside it leaves them
  return Promise.all(all.map((bytes) => blobs.put(bytes)));
}
