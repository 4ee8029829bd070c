/** The reference library as people look through it: page by page, by collection, DOI or words. */
import type { EntryRow } from './reference.ts';
import type { Sql } from './sql.ts';

export interface LibraryRow extends EntryRow {
  readonly enrolled_at: Date;
}

/** Null: those without a collection. */
export interface LibraryFilter {
  readonly collection?: string | null;
  /** As kept: lower case, bare. */
  readonly doi?: string;
  /** Part of the name, the title or the caption, any case. */
  readonly words?: string;
}

export const libraryQueries = (sql: Sql) => ({
  /** Newest first. @param before continue after this entry. */
  async page(scope: string, { collection, doi, words }: LibraryFilter, { limit, before }: { readonly limit: number; readonly before?: number }): Promise<LibraryRow[]> {
    const pattern = words ? `%${words.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
    const any = collection === undefined;
    return sql<LibraryRow>`
      select id, scope, ref, name, source, sha256, width, height, vocabulary, features, enrolled_at from reference_entry
      where scope = ${scope} and (${before ?? null}::bigint is null or id < ${before ?? null})
        and (${any}::boolean or source->>'collection' is not distinct from ${collection ?? null}::text)
        and (${doi ?? null}::text is null or source->>'doi' = ${doi ?? null})
        and (${pattern}::text is null or name ilike ${pattern} or source->>'title' ilike ${pattern} or source->>'caption' ilike ${pattern})
      order by id desc limit ${limit}`; // reference_entry_scope_id_idx, …_collection_idx, …_doi_idx
  },

  async find(scope: string, id: number): Promise<LibraryRow | undefined> {
    const [row] = await sql<LibraryRow>`
      select id, scope, ref, name, source, sha256, width, height, vocabulary, features, enrolled_at from reference_entry where id = ${id} and scope = ${scope}`;
    return row;
  },

  /** Refs of these entries, of a collection, or of all with a DOI; what to remove. */
  async refs(scope: string, { ids, collection, doi }: { readonly ids?: readonly number[]; readonly collection?: string | null; readonly doi?: string }): Promise<string[]> {
    if (ids === undefined && collection === undefined && doi === undefined) return [];
    const any = collection === undefined;
    const rows = await sql<{ ref: string }>`
      select ref from reference_entry where scope = ${scope}
        and (${ids ?? null}::bigint[] is null or id = any(${ids ?? null}::bigint[]))
        and (${any}::boolean or source->>'collection' is not distinct from ${collection ?? null}::text)
        and (${doi ?? null}::text is null or source->>'doi' = ${doi ?? null}) order by id`;
    return rows.map(({ ref }) => ref);
  },
});
