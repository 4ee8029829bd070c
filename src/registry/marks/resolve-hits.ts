/** From what the index found to media of the account: of an original that was marked, every key laid over it is asked. */
import type { Blobs } from '../../blobs/blobs.ts';
import type { Compute } from '../../compute/compute.ts';
import type { FoundMark } from '../../store/matches.ts';
import type { MarkRow, OriginalRow } from '../../store/marks.ts';
import type { Store } from '../../store/store.ts';
import type { IndexMatch } from '../image-index.ts';
import { readRef } from '../media-index.ts';
import { readOriginalRef } from './attach-mark.ts';
import { keySourceOf } from './prepare-marked.ts';

export interface MarkPorts {
  readonly store: Pick<Store, 'marks'>;
  readonly blobs: Pick<Blobs, 'read'>;
  readonly compute: Compute;
  readonly config: { readonly maxPixels: number };
}

export interface ResolvedHit {
  readonly hit: IndexMatch;
  readonly mediaIds: readonly number[];
  /** Which mark the image carries. */
  readonly mark?: FoundMark;
}

export interface ResolveOptions {
  /** Whether the marks are looked for. */
  readonly marks: boolean;
  readonly signal?: AbortSignal;
}

/** In the order of the hits; an original of which several marks are found is there once for each. @param bytes of the image that was searched. */
export async function resolveHits(bytes: Uint8Array, hits: readonly IndexMatch[], accountId: string, { marks, signal }: ResolveOptions, ports: MarkPorts): Promise<ResolvedHit[]> {
  const ids = hits.flatMap(({ ref }) => readOriginalRef(ref) ?? []);
  const originals = await ports.store.marks.originals(accountId, ids);
  const resolved: ResolvedHit[] = [];
  for (const hit of hits) {
    const id = readOriginalRef(hit.ref);
    const original = id === undefined ? undefined : originals.get(id);
    if (id === undefined) resolved.push({ hit, mediaIds: [readRef(hit.ref).id] });
    else if (original) resolved.push(...(await resolveOriginal(bytes, hit, original, { marks, ...(signal ? { signal } : {}) }, ports)));
  }
  return resolved;
}

async function resolveOriginal(bytes: Uint8Array, hit: IndexMatch, original: OriginalRow, { marks, signal }: ResolveOptions, ports: MarkPorts): Promise<ResolvedHit[]> {
  const rows = await ports.store.marks.of(original.id);
  const found = marks ? await findMarks(bytes, original, rows, ports, signal) : [];
  if (found.length > 0) return found.map((mark) => ({ hit, mediaIds: [mark.medium], mark }));
  const full = rows.filter(({ transactional }) => !transactional);
  return [{ hit, mediaIds: (full.length > 0 ? full : rows.slice(0, 1)).map(({ medium_id }) => medium_id) }];
}

/** Surest first. Keys from a passphrase cannot be asked: it is not kept. */
async function findMarks(query: Uint8Array, { thumb_sha256 }: OriginalRow, rows: readonly MarkRow[], { blobs, compute, config }: MarkPorts, signal?: AbortSignal): Promise<FoundMark[]> {
  const known = rows.filter(({ key }) => key !== null);
  const [first] = known;
  if (!first) return [];
  const thumb = await blobs.read(thumb_sha256);
  const { keys, transform } = await compute.run('detect-marks', {
    query, design: first.design, host: { kind: 'thumb', bytes: thumb }, keys: known.map((row) => ({ source: keySourceOf(row), maxPayload: row.design.maxPayload })), maxPixels: config.maxPixels,
  }, { lane: 'serve', ...(signal ? { signal } : {}) });
  return known.flatMap(({ medium_id }, i): FoundMark[] => {
    const key = keys[i];
    if (!key?.marked) return [];
    const { log10p, payload, ambiguous } = key;
    return [{ medium: medium_id, log10p, ...(payload === undefined || ambiguous ? {} : { payload }), ...(transform ? { transform } : {}) }];
  }).sort((a, b) => a.log10p - b.log10p);
}
