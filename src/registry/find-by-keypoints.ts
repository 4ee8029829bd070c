/** Candidates by shared words, from posting lists read in one moment, so that enrolling, removing and merging at the same time change nothing. */
import type { Candidate } from '../reference/ask.ts';
import { POSTING_BYTES } from '../reference/postings.ts';
import type { QueryImage } from '../reference/query-image.ts';
import type { PostingBlock } from '../reference/score.ts';
import type { PackRow, PostingRow } from '../store/postings.ts';
import type { EntryRow } from '../store/reference.ts';
import type { Queries } from '../store/store.ts';
import type { SearchOptions } from './image-index.ts';
import { runOptions } from './run-options.ts';
import type { IndexParts } from './open-image-index.ts';

export interface FoundCandidate {
  readonly entry: EntryRow;
  readonly candidate: Candidate;
  readonly thumbnail: Uint8Array;
}

/** More are scored than kept, so that ties are cut by name and not by how the lists are packed. */
const SCORED = 200;
/** Agreeing keypoints that a guess needs at least; see verify-candidate.ts. */
const LEAST_KEYPOINTS = 3;

/** Best first. */
export async function findByKeypoints(query: QueryImage, options: SearchOptions, { store, compute, gate }: IndexParts, most: number): Promise<FoundCandidate[]> {
  if (query.keypoints.count < LEAST_KEYPOINTS) return []; // nothing read, nothing scored: a geometry needs as many
  return gate(() => store.snapshot(async (tx) => {
    const { packs, blocks, log, logged, images } = await readLists(tx, options.scopes, query);
    if (images === 0) return [];
    const { gray: { width, height }, keypoints: { count, angle, scale }, plain, mirrored } = query;
    const candidates = await compute.run('score-postings', { query: { gray: { width, height }, keypoints: { count, angle, scale }, plain, mirrored }, packs: blocks, log, images, most: SCORED }, runOptions(options));
    const found = await withEntries(tx, candidates, packs, logged);
    const kept = found.sort((a, b) => b.candidate.votes - a.candidate.votes || compareText(a.entry.scope, b.entry.scope) || compareText(a.entry.ref, b.entry.ref)).slice(0, most);
    const thumbnails = await tx.reference.thumbnails(kept.map(({ entry }) => entry.id));
    return kept.flatMap(({ entry, candidate }) => {
      const thumbnail = thumbnails.get(entry.id);
      return thumbnail ? [{ entry, candidate, thumbnail }] : [];
    });
  }));
}

interface ReadLists {
  readonly packs: readonly PackRow[];
  readonly blocks: readonly PostingBlock[];
  readonly log: readonly Uint8Array[];
  /** Entries of the log, in its order. */
  readonly logged: readonly number[];
  readonly images: number;
}

async function readLists({ postings }: Queries, scopes: readonly string[], query: QueryImage): Promise<ReadLists> {
  const words = [...new Set([...query.plain.words, ...query.mirrored.words])].filter((word) => word >= 0);
  const packs = (await postings.packs(scopes)).filter(({ vocabulary }) => vocabulary === query.vocabulary);
  const ids = packs.map(({ id }) => id);
  const dead = Map.groupBy(await postings.tombstones(ids), ({ pack }) => pack);
  const rows = Map.groupBy(await postings.lists(ids, words), ({ pack }) => pack);
  const log = await postings.log(scopes, query.vocabulary);
  const deadSlots = ids.map((id) => Int32Array.from(dead.get(id) ?? [], ({ slot }) => slot));
  return {
    packs, log: log.map((row) => row.postings), logged: log.map(({ entry_id }) => entry_id),
    blocks: packs.map(({ id }, i) => toBlock(i, rows.get(id) ?? [], deadSlots[i] ?? new Int32Array())),
    images: packs.reduce((sum, { size }) => sum + size, 0) - deadSlots.reduce((sum, { length }) => sum + length, 0) + log.length,
  };
}

function toBlock(block: number, rows: readonly PostingRow[], dead: Int32Array): PostingBlock {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach(({ postings }, i) => { offsets[i + 1] = (offsets[i] ?? 0) + postings.length / POSTING_BYTES; });
  const all = new Uint8Array((offsets[rows.length] ?? 0) * POSTING_BYTES);
  rows.forEach(({ postings }, i) => all.set(postings, (offsets[i] ?? 0) * POSTING_BYTES));
  return { block, words: Int32Array.from(rows, ({ word }) => word), offsets, postings: all, dead };
}

async function withEntries(tx: Queries, candidates: readonly Candidate[], packs: readonly PackRow[], logged: readonly number[]): Promise<{ entry: EntryRow; candidate: Candidate }[]> {
  const packed = candidates.filter(({ block }) => block < packs.length);
  const inPacks = await tx.postings.entriesAt(packed.map(({ block }) => packs[block]?.id ?? 0), packed.map(({ slot }) => slot));
  const inLog = await tx.postings.entries(candidates.filter(({ block }) => block === packs.length).map(({ slot }) => logged[slot] ?? 0));
  const bySlot = new Map(inPacks.map((entry) => [`${entry.pack}/${entry.slot}`, entry as EntryRow]));
  const byId = new Map(inLog.map((entry) => [entry.id, entry]));
  return candidates.flatMap((candidate) => {
    const entry = candidate.block < packs.length ? bySlot.get(`${packs[candidate.block]?.id}/${candidate.slot}`) : byId.get(logged[candidate.slot] ?? 0);
    return entry ? [{ entry, candidate }] : [];
  });
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
