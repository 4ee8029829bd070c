/** Marks a file for an account and keeps what came of it for a while, at static links. */
import { createHash, randomBytes } from 'node:crypto';
import type { Compute } from '../../compute/compute.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import type { Store } from '../../store/store.ts';
import { keepAll } from '../keep-all.ts';
import { signingIdentity } from '../credentials/signing-identity.ts';
import type { KeyPlace } from '../kept-secret.ts';
import { serverKeyPair } from './key-pair.ts';
import { markedName } from './marked-name.ts';

export interface MarkingParts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly clock: () => Date;
  readonly config: KeyPlace & { readonly maxPixels: number; readonly version: string; readonly signMarked: boolean };
}

export interface ToMark {
  readonly accountId: string;
  readonly bytes: Uint8Array;
  /** For people. */
  readonly name: string;
  readonly expiresAt: Date;
}

/** Static links. */
export interface MarkedLinks {
  readonly original: number;
  readonly watermarked: number;
  readonly registration: number;
  /** ms since 1970. */
  readonly expiresAt: number;
}

/** ms that what was made is kept; the reference says "approximate" and no number. */
export const KEEP_MS = 86_400_000;

/** After it the files are on disk. @throws {InputError | LimitError} `image/…`, `watermark/…` @throws {InputError} `scan/cancelled` */
export async function markFile({ accountId, bytes, name, expiresAt }: ToMark, parts: MarkingParts, signal?: AbortSignal): Promise<MarkedLinks> {
  const { store, compute, config, clock } = parts;
  const { publicKey } = await serverKeyPair(config, () => store);
  const sign = config.signMarked ? await signingIdentity(config, () => store, clock) : undefined;
  const { bytes: marked, registration = new Uint8Array(), mime, credentials } = await compute.run('mark-image', {
    bytes, key: randomBytes(32), kind: 'full', publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string, entropy: randomBytes(128),
    now: clock().getTime(), tool: `touchstone ${config.version}`, maxPixels: config.maxPixels, ...(sign ? { sign } : {}),
  }, { lane: 'serve', ...(signal ? { signal } : {}) });
  const own = markedName(name, mime);
  const files = [{ bytes, type: mime, name: own }, { bytes: marked, type: mime, name: own }, { bytes: registration, type: 'application/lmk', name: `${own.replace(/\.\w{1,5}$/, '')}.lmk` }];
  await keepAll(files.map((file) => file.bytes), parts);
  const now = clock();
  return store.transaction(async (tx) => {
    const ids: number[] = [];
    for (const file of files) {
      const sha256 = createHash('sha256').update(file.bytes).digest('hex');
      ids.push((await tx.links.insert({ account_id: accountId, sha256, type: file.type, name: file.name, bytes: file.bytes.length, created_at: now, expires_at: expiresAt })).id);
    }
    if (credentials) await tx.credentials.insert({ account_id: accountId, ...credentials, created_at: now });
    const [original = 0, watermarked = 0, sealed = 0] = ids;
    return { original, watermarked, registration: sealed, expiresAt: expiresAt.getTime() };
  });
}
