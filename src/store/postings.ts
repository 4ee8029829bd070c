/** Posting lists of the reference index: read by searches, written by merges. */
import type { EntryRow } from './reference.ts';
import type { Sql } from './sql.ts';

export interface PackRow {
  readonly id: number;
  readonly scope: string;
  readonly vocabulary: number;
  /** Slots, the dead ones too. */
  readonly size: number;
}

export interface PostingRow {
  readonly pack: number;
  readonly word: number;
  readonly postings: Uint8Array;
}

export interface LogRow {
  readonly entry_id: number;
  readonly postings: Uint8Array;
}

export const postingQueries = (sql: Sql) => ({
  async packs(scopes: readonly string[]): Promise<PackRow[]> {
    return sql<PackRow>`select id, scope, vocabulary, size from reference_pack where scope = any(${scopes}) and live order by id`; // reference_pack_scope_idx
  },

  /** Sorted by pack and word. */
  async lists(packs: readonly number[], words: readonly number[]): Promise<PostingRow[]> {
    if (packs.length === 0) return [];
    return sql<PostingRow>`select pack, word, postings from reference_posting where pack = any(${packs}) and word = any(${words}) order by pack, word`;
  },

  /** Lists of words in [from, to), sorted by word and pack. */
  async listsBetween(packs: readonly number[], from: number, to: number): Promise<PostingRow[]> {
    return sql<PostingRow>`
      select pack, word, postings from reference_posting where pack = any(${packs}) and word >= ${from} and word < ${to} order by word, pack`;
  },

  async tombstones(packs: readonly number[]): Promise<{ readonly pack: number; readonly slot: number }[]> {
    return sql<{ pack: number; slot: number }>`select pack, slot from reference_tombstone where pack = any(${packs}) order by pack, slot`;
  },

  /** Images not yet in a pack, in the order they were enrolled. */
  async log(scopes: readonly string[], vocabulary: number, limit = 100_000): Promise<LogRow[]> {
    return sql<LogRow>`
      select log.entry_id, log.postings from reference_log as log join reference_entry as entry on entry.id = log.entry_id
      where log.scope = any(${scopes}) and entry.vocabulary = ${vocabulary} order by log.entry_id limit ${limit}`; // reference_log_scope_idx
  },

  async logSize(scope: string): Promise<number> {
    const [row] = await sql<{ n: number }>`select count(*) as n from reference_log where scope = ${scope}`;
    return row?.n ?? 0;
  },

  /** Scopes with at least this many images in the log, or packs with tombstones. */
  async scopesToMerge(least: number): Promise<string[]> {
    const rows = await sql<{ scope: string }>`
      select scope from reference_log group by scope having count(*) >= ${least}
      union select pack.scope from reference_pack as pack where pack.live and (select count(*) from reference_tombstone where pack = pack.id) * 8 > pack.size
      order by 1`;
    return rows.map(({ scope }) => scope);
  },

  async entriesAt(packs: readonly number[], slots: readonly number[]): Promise<(EntryRow & { readonly pack: number; readonly slot: number })[]> {
    return sql<EntryRow & { pack: number; slot: number }>`
      select id, scope, ref, name, source, sha256, width, height, vocabulary, features, entry.pack, entry.slot
      from reference_entry as entry join unnest(${packs}::bigint[], ${slots}::integer[]) as wanted(pack, slot) on entry.pack = wanted.pack and entry.slot = wanted.slot`;
  },

  async entries(ids: readonly number[]): Promise<EntryRow[]> {
    return sql<EntryRow>`select id, scope, ref, name, source, sha256, width, height, vocabulary, features from reference_entry where id = any(${ids})`;
  },

  /** The living images of a pack, by slot. */
  async members(pack: number): Promise<{ readonly id: number; readonly slot: number }[]> {
    return sql<{ id: number; slot: number }>`select id, slot from reference_entry where pack = ${pack} order by slot`; // reference_entry_pack_slot_idx
  },

  /** A pack that no search sees yet. What an earlier merge of this scope left unfinished is thrown away. */
  async startPack(scope: string, vocabulary: number, size: number): Promise<number> {
    const left = await sql<{ id: number }>`delete from reference_pack where scope = ${scope} and not live returning id`;
    await sql`delete from reference_posting where pack = any(${left.map(({ id }) => id)})`;
    const [made] = await sql<{ id: number }>`insert into reference_pack (scope, vocabulary, size) values (${scope}, ${vocabulary}, ${size}) returning id`;
    if (!made) throw new RangeError('insert returned no row');
    return made.id;
  },

  async write(pack: number, lists: readonly (readonly [word: number, postings: Uint8Array])[]): Promise<void> {
    await sql`
      insert into reference_posting (pack, word, postings)
      select ${pack}, * from unnest(${lists.map(([word]) => word)}::integer[], ${lists.map(([, postings]) => Buffer.from(postings))}::bytea[])`;
  },

  /**
   * Puts a written pack in the place of old ones and of their part of the log; false when another merge was faster. Run it in a transaction.
   * Locks entries before packs, as a removal does.
   */
  async swap(pack: number, old: readonly number[], members: readonly { readonly id: number; readonly slot: number }[]): Promise<boolean> {
    const ids = members.map(({ id }) => id);
    const alive = await sql<{ id: number; pack: number | null }>`select id, pack from reference_entry where id = any(${ids}) order by id for update`;
    const locked = await sql`select id from reference_pack where id = any(${old}) and live order by id for update`;
    const made = await sql`update reference_pack set live = true where id = ${pack} and not live returning id`;
    if (locked.length !== old.length || made.length !== 1 || alive.some((row) => row.pack !== null && !old.includes(row.pack))) return false;
    await sql`
      update reference_entry set pack = ${pack}, slot = member.slot
      from unnest(${ids}::bigint[], ${members.map(({ slot }) => slot)}::integer[]) as member(id, slot) where reference_entry.id = member.id`;
    const living = new Set(alive.map(({ id }) => id));
    const gone = members.filter(({ id }) => !living.has(id)).map(({ slot }) => slot);
    await sql`insert into reference_tombstone (pack, slot) select ${pack}, * from unnest(${gone}::integer[])`;
    await sql`delete from reference_log where entry_id = any(${ids})`;
    await sql`delete from reference_posting where pack = any(${old})`;
    await sql`delete from reference_pack where id = any(${old})`;
    return true;
  },

  /** A pack that will not be used. */
  async drop(pack: number): Promise<void> {
    await sql`delete from reference_pack where id = ${pack} and not live`;
    await sql`delete from reference_posting where pack = ${pack} and not exists (select from reference_pack where id = ${pack})`;
  },
});
