/**
 * Folds the log, small packs and packs with many dead slots into one larger pack, as a log-structured merge does: an image is rewritten
 * a few times in its life. Searches, enrolments and removals go on meanwhile; whoever loses a race throws its work away.
 * Source: O'Neil et al., Acta Informatica 33(4), 1996, doi:10.1007/s002360050048.
 */
import { concatenated, PACK_IMAGES, packLogged, remapped } from '../reference/postings.ts';
import { VOCABULARY_VERSION, WORDS } from '../reference/vocabulary.ts';
import type { LogRow, PackRow } from '../store/postings.ts';
import type { Store } from '../store/store.ts';

/** Images of the log taken at once; bounds the memory of a merge. */
const MOST_LOGGED = 4096;
/** A pack up to this many times what is merged so far is merged too. */
const FACTOR = 4;
/** A pack with more than one dead slot in this many is written again. */
const DEAD = 8;
/** Words whose lists are in memory at once. */
const WORDS_AT_ONCE = 4096;

/** @param least images in the log that make a scope worth it. @returns images moved. */
export async function mergeAll(store: Store, least: number): Promise<number> {
  let moved = 0;
  for (const scope of await store.postings.scopesToMerge(least)) {
    for (;;) {
      const n = await mergeScope(store, scope);
      moved += n;
      if (n < MOST_LOGGED) break;
    }
  }
  return moved;
}

interface Plan {
  readonly packs: readonly { readonly pack: PackRow; readonly members: readonly { readonly id: number; readonly slot: number }[] }[];
  readonly log: readonly LogRow[];
}

export async function mergeScope(store: Store, scope: string): Promise<number> {
  const plan = await planOf(store, scope);
  const size = plan.log.length + plan.packs.reduce((sum, { members }) => sum + members.length, 0);
  if (plan.log.length === 0 && plan.packs.length === 0) return 0;
  const pack = await store.postings.startPack(scope, VOCABULARY_VERSION, size);
  const swapped = await write(store, pack, plan).then((members) => store.transaction((tx) => tx.postings.swap(pack, plan.packs.map((one) => one.pack.id), members).then((done) => {
    if (!done) throw new Superseded();
    return done;
  }))).catch(async (error: unknown) => {
    await store.postings.drop(pack);
    if (error instanceof Superseded) return false;
    throw error;
  });
  return swapped ? plan.log.length : 0;
}

/** Another merge was faster: roll back. */
class Superseded extends Error {}

function planOf(store: Store, scope: string): Promise<Plan> {
  return store.snapshot(async ({ postings }) => {
    const log = await postings.log([scope], VOCABULARY_VERSION, MOST_LOGGED);
    const dead = Map.groupBy(await postings.tombstones((await postings.packs([scope])).map(({ id }) => id)), ({ pack }) => pack);
    const packs = (await postings.packs([scope])).filter(({ vocabulary }) => vocabulary === VOCABULARY_VERSION).sort((a, b) => a.size - b.size || a.id - b.id);
    const chosen: PackRow[] = [];
    let size = log.length;
    for (const pack of packs) {
      const rotten = (dead.get(pack.id)?.length ?? 0) * DEAD > pack.size;
      if (size + pack.size > PACK_IMAGES || !(rotten || (size > 0 && pack.size <= FACTOR * size))) continue;
      chosen.push(pack);
      size += pack.size;
    }
    chosen.sort((a, b) => a.id - b.id);
    const members = [];
    for (const pack of chosen) members.push({ pack, members: await postings.members(pack.id) });
    return { packs: members, log };
  });
}

async function write(store: Store, pack: number, { packs, log }: Plan): Promise<{ id: number; slot: number }[]> {
  const members: { id: number; slot: number }[] = [];
  const slots = new Map(packs.map(({ pack: { id, size }, members: own }) => {
    const map = new Int32Array(size).fill(-1);
    for (const { id: entry, slot } of own) {
      map[slot] = members.length;
      members.push({ id: entry, slot: members.length });
    }
    return [id, map] as const;
  }));
  const fresh = packLogged(log.map(({ entry_id, postings }) => {
    members.push({ id: entry_id, slot: members.length });
    return { slot: members.length - 1, postings };
  }));
  for (let from = 0; from < WORDS; from += WORDS_AT_ONCE) {
    const rows = packs.length === 0 ? [] : await store.postings.listsBetween(packs.map((one) => one.pack.id), from, from + WORDS_AT_ONCE);
    const lists = new Map<number, Uint8Array[]>();
    const add = (word: number, list: Uint8Array): void => {
      if (list.length > 0) lists.set(word, [...(lists.get(word) ?? []), list]);
    };
    for (const { pack: old, word, postings } of rows) add(word, remapped(postings, slots.get(old) ?? new Int32Array()));
    for (const [word, list] of fresh) if (word >= from && word < from + WORDS_AT_ONCE) add(word, list);
    if (lists.size > 0) await store.postings.write(pack, [...lists].map(([word, parts]) => [word, concatenated(parts)] as const));
  }
  return members;
}
