/** One detection of exactly one mark: from what the caller names to yes or no. */
import type { Compute } from '../../compute/compute.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import { InputError } from '../../core/errors.ts';
import type { Store } from '../../store/store.ts';
import type { StoredDesign, StoredSecret } from '../../store/marks.ts';
import { pixelHashText } from '../../watermark/lmk/pixel-hash.ts';
import type { KeyPlace } from '../kept-secret.ts';
import { serverKeyPair } from './key-pair.ts';
import { keySourceOf, storedKey } from './prepare-marked.ts';

export interface DetectionParts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly config: KeyPlace & { readonly maxPixels: number };
}

/** A mark as plain data: it may wait in a row. */
export interface AskedMark {
  readonly design: StoredDesign;
  /** Hex; null: made from a passphrase. */
  readonly key: string | null;
  readonly secret: StoredSecret | null;
}

export interface AskedHost {
  readonly kind: 'thumb' | 'original';
  readonly bytes: Uint8Array;
}

export interface AskedOptions {
  readonly secret?: string;
  readonly payloadMax?: number;
}

/** @param original given by the caller; it wins over the small copy. @throws {InputError} `registration/invalid`, `registration/original-unknown` */
export async function fromRegistration(bytes: Uint8Array, original: Uint8Array | undefined, accountId: string, parts: DetectionParts): Promise<{ readonly mark: AskedMark; readonly host: AskedHost }> {
  const { privatePem } = await serverKeyPair(parts.config, () => parts.store);
  const { design, key: source, thumb, original: pixels } = await parts.compute.run('open-registration', { bytes, privateKey: privatePem }, { lane: 'serve' });
  const { key, secret } = storedKey(source);
  const mark = { design, key: key && Buffer.from(key).toString('hex'), secret };
  if (original) return { mark, host: { kind: 'original', bytes: original } };
  if (thumb) return { mark, host: { kind: 'thumb', bytes: thumb } };
  const known = await parts.store.marks.original(accountId, pixelHashText(pixels));
  if (!known) throw new InputError('registration/original-unknown', 'this registration is transactional, and its original is neither given nor registered; send it as original');
  return { mark, host: { kind: 'thumb', bytes: await parts.blobs.read(known.thumb_sha256) } };
}

/** @throws {InputError} the medium was registered without a mark. */
export async function fromMedium(medium: { readonly id: number; readonly account_id: string; readonly name: string }, original: Uint8Array | undefined, { store, blobs }: DetectionParts): Promise<{ readonly mark: AskedMark; readonly host: AskedHost }> {
  const row = await store.marks.ofMedium(medium.id);
  const known = row && (await store.marks.originals(medium.account_id, [row.original_id])).get(row.original_id);
  if (!row || !known) throw new InputError('request/invalid', `"${medium.name}" is registered without a mark; register the file that marking gave with it (application/lmk)`);
  const mark = { design: row.design, key: row.key && Buffer.from(row.key).toString('hex'), secret: row.secret };
  return { mark, host: original ? { kind: 'original', bytes: original } : { kind: 'thumb', bytes: await blobs.read(known.thumb_sha256) } };
}

/** Whether the query carries it. False also for another image, one that is too altered, and a wrong passphrase. @throws {InputError | LimitError} `image/…` */
export async function isMarked(query: Uint8Array, { mark, host }: { readonly mark: AskedMark; readonly host: AskedHost }, { secret, payloadMax }: AskedOptions, { compute, config }: DetectionParts, signal?: AbortSignal): Promise<boolean> {
  const source = keySourceOf({ key: mark.key === null ? null : Buffer.from(mark.key, 'hex'), secret: mark.secret });
  const { keys: [found] } = await compute.run('detect-marks', {
    query, design: mark.design, host, keys: [{ source, maxPayload: mark.design.maxPayload }], maxPixels: config.maxPixels,
    ...(secret === undefined ? {} : { secret }), ...(payloadMax === undefined ? {} : { payloadMax }),
  }, { lane: 'serve', ...(signal ? { signal } : {}) });
  return found?.marked ?? false;
}
