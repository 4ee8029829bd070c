/** Credentials that a file has lost: found again by the mark in its pixels, or in the registered image that it is a copy of. */
import type { ProvenanceFact } from '../../core/provenance.ts';
import type { ImageFormat } from '../../core/media.ts';
import { keyFingerprint } from '../../watermark/lmk/mark-key.ts';
import type { Store } from '../../store/store.ts';
import type { ImageIndex } from '../image-index.ts';
import { resolveHits, type MarkPorts, type ResolvedHit } from '../marks/resolve-hits.ts';
import { mediaScope } from '../media-index.ts';

export interface RecoverPorts extends MarkPorts {
  readonly store: Pick<Store, 'marks' | 'media' | 'credentials'>;
  readonly index: Pick<ImageIndex, 'search'>;
}

export interface RecoveredCredentials {
  /** `watermark`: the mark proves which copy it is; `copy`: it was made from this registered image, or both from a third. */
  readonly by: 'watermark' | 'copy';
  readonly medium: { readonly id: number; readonly name: string };
  readonly facts: readonly ProvenanceFact[];
}

/** Registered images that are asked, at most. */
const MOST = 5;

/** Among the account's own media; surest first, empty: nothing is known. @throws {InputError | LimitError} `image/…` */
export async function recoverCredentials(bytes: Uint8Array, accountId: string, ports: RecoverPorts, signal?: AbortSignal): Promise<RecoveredCredentials[]> {
  const options = signal ? { signal } : {};
  const hits = await ports.index.search(bytes, { scopes: [mediaScope(accountId)], limit: MOST, ...options });
  const resolved = await resolveHits(bytes, hits, accountId, { marks: true, ...options }, ports);
  const found: RecoveredCredentials[] = [];
  for (const hit of resolved) {
    const credentials = hit.mark ? await byMark(hit.mark.medium, accountId, ports) : await byCopy(hit, ports);
    if (credentials) found.push(credentials);
  }
  return found.sort((a, b) => Number(b.by === 'watermark') - Number(a.by === 'watermark'));
}

async function byMark(mediumId: number, accountId: string, { store, compute }: RecoverPorts): Promise<RecoveredCredentials | undefined> {
  const [medium, row] = [await store.media.byId(mediumId), await store.marks.ofMedium(mediumId)];
  if (!medium || !row?.key) return undefined;
  const kept = await store.credentials.find(accountId, keyFingerprint(row.key));
  if (!kept) return undefined;
  const { facts } = await compute.run('read-manifest', { manifest: Uint8Array.from(kept.manifest) }, { lane: 'serve' });
  return { by: 'watermark', medium: { id: medium.id, name: medium.name }, facts };
}

/** Only what a file was signed with: texts that anybody can write prove nothing of its copies. */
async function byCopy({ mediaIds: [id] }: ResolvedHit, { store, blobs, compute }: RecoverPorts): Promise<RecoveredCredentials | undefined> {
  const medium = id === undefined ? undefined : await store.media.byId(id);
  if (medium?.type !== 'image' || medium.sha256 === null || (medium.format !== 'jpeg' && medium.format !== 'png')) return undefined;
  const { facts } = await compute.run('examine-file', { bytes: await blobs.read(medium.sha256), format: medium.format satisfies ImageFormat, detector: 'metadata-provenance' }, { lane: 'serve' });
  const signed = facts.filter(({ kind }) => kind === 'c2pa');
  return signed.length > 0 ? { by: 'copy', medium: { id: medium.id, name: medium.name }, facts: signed } : undefined;
}
