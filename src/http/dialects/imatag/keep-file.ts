/** Keeps bytes and makes the static link they are found at. After it they are on disk. */
import { createHash } from 'node:crypto';
import type { LinkRow } from '../../../store/links.ts';
import type { HttpServices } from '../../services.ts';

export interface NewFile {
  readonly accountId: string;
  readonly bytes: Uint8Array;
  /** Media type. */
  readonly type: string;
  readonly name: string;
  /** Absent: as long as what it belongs to. */
  readonly expiresAt?: Date;
}

export async function keepFile({ accountId, bytes, type, name, expiresAt }: NewFile, { store, blobs, clock }: Pick<HttpServices, 'store' | 'blobs' | 'clock'>): Promise<LinkRow> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store.blobs.touch([sha256], clock());
  await blobs.put(bytes);
  return store.links.insert({ account_id: accountId, sha256, type, name, bytes: bytes.length, created_at: clock(), expires_at: expiresAt ?? null });
}
