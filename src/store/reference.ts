/** Entries of the reference index. An entry is in every answer as soon as its row is committed, and in none as soon as it is deleted. */
import type { ReferenceSource } from '../core/reference.ts';
import { json, type Sql } from './sql.ts';

export interface EntryRow {
  readonly id: number;
  readonly scope: string;
  readonly ref: string;
  readonly name: string;
  readonly source: ReferenceSource;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly vocabulary: number;
  readonly features: number;
}

export interface NewEntryRow extends Omit<EntryRow, 'id'> {
  /** 32 bytes, and its chunks to look it up by. */
  readonly hash: Uint8Array;
  readonly hashKeys: readonly number[];
  readonly thumbnail: Uint8Array;
  readonly postings: Uint8Array;
}

export interface HashHit extends EntryRow {
  /** bit. */
  readonly distance: number;
  /** Index into the hashes asked for. */
  readonly variant: number;
}

export interface ScopeStats {
  readonly images: number;
  readonly features: number;
  readonly thumbnailBytes: number;
  readonly packedBytes: number;
  /** Rows that hold them. */
  readonly lists: number;
  readonly loggedBytes: number;
  /** Images not in a pack yet. */
  readonly logged: number;
  readonly packs: number;
}

export const referenceQueries = (sql: Sql) => ({
  /** Replaces what (scope, ref) held; gives the new id. Run it in a transaction. */
  async insert(row: NewEntryRow, now: Date): Promise<number> {
    const key = `${row.scope}\n${row.ref}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`; // two at once: the later wins
    await this.remove(row.scope, row.ref);
    const [made] = await sql<{ id: number }>`
      insert into reference_entry (scope, ref, name, source, sha256, width, height, vocabulary, features, hash, hash_keys, enrolled_at)
      values (${row.scope}, ${row.ref}, ${row.name}, ${json(row.source)}, ${row.sha256}, ${row.width}, ${row.height}, ${row.vocabulary}, ${row.features},
        ${bitsOf(row.hash)}::bit(256), ${row.hashKeys}, ${now}) returning id`;
    if (!made) throw new RangeError('insert returned no row');
    await sql`insert into reference_thumbnail (entry_id, bytes) values (${made.id}, ${row.thumbnail})`;
    if (row.postings.length > 0) await sql`insert into reference_log (entry_id, scope, postings) values (${made.id}, ${row.scope}, ${row.postings})`;
    return made.id;
  },

  /** Gives how many there were. Run it in a transaction. */
  async remove(scope: string, ref?: string | readonly string[]): Promise<number> {
    const refs = ref === undefined ? null : [ref].flat();
    // Locked in one order, so that two removals and a merge never wait for each other in a circle.
    const rows = await sql<{ id: number }>`
      select id from reference_entry where scope = ${scope} and (${refs}::text[] is null or ref = any(${refs}::text[])) order by id for update`;
    if (rows.length === 0) return 0;
    const gone = await sql<{ pack: number | null; slot: number | null }>`
      delete from reference_entry where id = any(${rows.map(({ id }) => id)}) returning pack, slot`;
    const packed = gone.filter(({ pack }) => pack !== null);
    await sql`
      insert into reference_tombstone (pack, slot) select * from unnest(${packed.map(({ pack }) => pack)}::bigint[], ${packed.map(({ slot }) => slot)}::integer[])
      on conflict do nothing`;
    return gone.length;
  },

  async rename(scope: string, ref: string, to: { readonly ref: string; readonly name: string; readonly source: ReferenceSource }): Promise<boolean> {
    const rows = await sql`
      update reference_entry set ref = ${to.ref}, name = ${to.name}, source = ${json(to.source)} where scope = ${scope} and ref = ${ref} returning id`;
    return rows.length > 0;
  },

  /** Entries whose hash shares 16 aligned bits with one of these and differs by at most `most` bits from it. */
  async byHash(scopes: readonly string[], hashes: readonly Uint8Array[], keys: readonly number[], most: number): Promise<HashHit[]> {
    return sql<HashHit>`
      select id, scope, ref, name, source, sha256, width, height, vocabulary, features, q.distance::int as distance, (q.variant - 1)::int as variant
      from reference_entry, lateral (
        select bit_count(hash # h::bit(256)) as distance, variant from unnest(${hashes.map(bitsOf)}::text[]) with ordinality as v(h, variant)
        order by 1, 2 limit 1) as q
      where hash_keys && ${keys} and scope = any(${scopes}) and q.distance <= ${most}
      order by q.distance, scope, ref limit 200`; // reference_entry_hash_keys_idx
  },

  async bySha256(scopes: readonly string[], sha256: string): Promise<EntryRow[]> {
    return sql<EntryRow>`
      select id, scope, ref, name, source, sha256, width, height, vocabulary, features from reference_entry
      where sha256 = ${sha256} and scope = any(${scopes}) order by scope, ref limit 200`; // reference_entry_sha256_idx
  },

  async state(scope: string): Promise<{ readonly images: number; readonly newest: number }> {
    const [row] = await sql<{ images: number; newest: number }>`select count(*) as images, coalesce(max(id), 0) as newest from reference_entry where scope = ${scope}`;
    return { images: row?.images ?? 0, newest: row?.newest ?? 0 };
  },

  /** How many there are, and the bytes that they take. */
  async stats(scope: string): Promise<ScopeStats> {
    const [row] = await sql<ScopeStats>`
      with entry as (select id, features from reference_entry where scope = ${scope}), pack as (select id from reference_pack where scope = ${scope} and live)
      select (select count(*) from entry) as images, (select coalesce(sum(features), 0) from entry) as features,
        (select coalesce(sum(octet_length(bytes)), 0) from reference_thumbnail where entry_id in (select id from entry)) as "thumbnailBytes",
        (select coalesce(sum(octet_length(postings)), 0) from reference_posting where pack in (select id from pack)) as "packedBytes",
        (select count(*) from reference_posting where pack in (select id from pack)) as lists,
        (select coalesce(sum(octet_length(postings)), 0) from reference_log where scope = ${scope}) as "loggedBytes",
        (select count(*) from reference_log where scope = ${scope}) as logged, (select count(*) from pack) as packs`;
    if (!row) throw new RangeError('select returned no row');
    return row;
  },

  /** Images by collection, the ones without a collection under null. */
  async collections(scope: string): Promise<{ readonly collection: string | null; readonly images: number }[]> {
    return sql<{ collection: string | null; images: number }>`
      select source->>'collection' as collection, count(*) as images from reference_entry where scope = ${scope} group by 1 order by 1`;
  },

  /** Refs and the hash of their bytes, by document where there was one: what an interrupted enrolment has done. */
  async enrolled(scope: string, refs: readonly string[], documentSha256: string): Promise<boolean> {
    const rows = await sql`
      select from reference_entry where scope = ${scope} and ref = any(${refs}) and (sha256 = ${documentSha256} or source->>'documentSha256' = ${documentSha256}) limit 1`;
    return rows.length > 0;
  },

  /** Refs of a collection, or of whatever was enrolled from a path: the file itself, its figures, the files below it. */
  async refs(scope: string, { collection, path }: { readonly collection?: string; readonly path?: string }): Promise<string[]> {
    const below = path === undefined ? null : path.replaceAll(/[\\%_]/g, '\\$&');
    const rows = await sql<{ ref: string }>`
      select ref from reference_entry where scope = ${scope}
        and (${collection ?? null}::text is null or source->>'collection' = ${collection ?? null})
        and (${path ?? null}::text is null or name = ${path ?? null} or id::text = ${path ?? null}
          or name like ${below === null ? null : `${below}#%`} or name like ${below === null ? null : `${below}/%`})
      order by id`;
    return rows.map(({ ref }) => ref);
  },

  /** Which of these refs are there. */
  async known(scope: string, refs: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await sql<{ ref: string }>`select ref from reference_entry where scope = ${scope} and ref = any(${refs})`;
    return new Set(rows.map(({ ref }) => ref));
  },

  async thumbnails(ids: readonly number[]): Promise<ReadonlyMap<number, Uint8Array>> {
    const rows = await sql<{ entry_id: number; bytes: Buffer }>`select entry_id, bytes from reference_thumbnail where entry_id = any(${ids})`;
    return new Map(rows.map(({ entry_id, bytes }) => [entry_id, bytes]));
  },

  /** Those of these entries that are still there. */
  async alive(ids: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await sql<{ id: number }>`select id from reference_entry where id = any(${ids})`;
    return new Set(rows.map(({ id }) => id));
  },
});

/** As SQL's bit string. */
function bitsOf(hash: Uint8Array): string {
  return [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}
