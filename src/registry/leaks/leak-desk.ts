/** One original for many recipients: a marked copy for each, and from a leaked file back to who had it. */
import { randomBytes } from 'node:crypto';
import type { Blobs } from '../../blobs/blobs.ts';
import type { Compute } from '../../compute/compute.ts';
import type { Matrix } from '../../core/geometry.ts';
import type { LeakRow, RecipientRow } from '../../store/leaks.ts';
import type { Store } from '../../store/store.ts';
import { signingIdentity } from '../credentials/signing-identity.ts';
import { keepAll } from '../keep-all.ts';
import type { KeyPlace } from '../kept-secret.ts';
import { markedName } from '../marks/marked-name.ts';

export interface LeakParts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly clock: () => Date;
  readonly config: KeyPlace & { readonly maxPixels: number; readonly version: string; readonly signMarked: boolean };
}

export interface NewLeak {
  readonly accountId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly recipients: readonly string[];
}

/** Who had a leaked file. */
export interface Suspect {
  readonly recipient: Pick<RecipientRow, 'id' | 'name'>;
  /** Bound on the chance that a file without this copy's mark points here, all recipients and alignments paid for. */
  readonly log10p: number;
}

export interface Traced {
  /** False: the file is not made from this original, or nothing of it can be laid over it. */
  readonly comparable: boolean;
  /** Surest first; several where copies were mixed; none: nobody is named. */
  readonly suspects: readonly Suspect[];
  /** Pixels of the file → pixels of the original. */
  readonly transform?: Matrix;
}

/** The first copy is made at once, so that an image that can hold no mark is refused here. @throws {InputError | LimitError} `image/…`, `watermark/…` */
export async function openLeak({ accountId, name, bytes, recipients }: NewLeak, parts: LeakParts): Promise<number> {
  const keyed = recipients.map((recipient) => ({ name: recipient, key: randomBytes(32) }));
  const { design } = await mark(bytes, keyed[0]?.key ?? randomBytes(32), parts.clock(), parts);
  const [sha256 = ''] = await keepAll([bytes], parts);
  return parts.store.transaction((tx) => tx.leaks.insert({ account_id: accountId, name, sha256, bytes: bytes.length, design, created_at: parts.clock() }, keyed));
}

/** The same bytes each time. */
export async function copyFor({ name, sha256, created_at }: LeakRow, { key }: Pick<RecipientRow, 'key'>, parts: LeakParts): Promise<{ readonly bytes: Uint8Array; readonly mime: string; /** Of the original, with an ending that fits. */ readonly name: string }> {
  const { bytes, mime } = await mark(await parts.blobs.read(sha256), Uint8Array.from(key), created_at, parts);
  return { bytes, mime, name: markedName(name, mime) };
}

/** @throws {InputError | LimitError} `image/…`: the file cannot be read. */
export async function trace(file: Uint8Array, { design, sha256 }: LeakRow, recipients: readonly RecipientRow[], { blobs, compute, config }: LeakParts): Promise<Traced> {
  const { keys, comparable, transform } = await compute.run('detect-marks', {
    query: file, design, host: { kind: 'original', bytes: await blobs.read(sha256) }, maxPixels: config.maxPixels,
    keys: recipients.map(({ key }) => ({ source: { key: Uint8Array.from(key) }, maxPayload: 0 })),
  }, { lane: 'serve' });
  const suspects = recipients.flatMap(({ id, name }, i): Suspect[] => (keys[i]?.marked ? [{ recipient: { id, name }, log10p: keys[i].log10p }] : []));
  return { comparable, suspects: suspects.sort((a, b) => a.log10p - b.log10p), ...(transform ? { transform } : {}) };
}

async function mark(bytes: Uint8Array, key: Uint8Array, at: Date, { compute, config, store, clock }: LeakParts) {
  const sign = config.signMarked ? await signingIdentity(config, () => store, clock) : undefined;
  return compute.run('mark-image', { bytes, key, kind: 'full', entropy: new Uint8Array(0), now: at.getTime(), tool: `touchstone ${config.version}`, maxPixels: config.maxPixels, ...(sign ? { sign } : {}) }, { lane: 'serve' });
}
