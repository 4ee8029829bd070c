/** Registered marks, and the unmarked originals under them. */
import { json, type Sql } from './sql.ts';

/** Of the engine; kept as it is in the registration. */
export interface StoredDesign {
  readonly id: 'sbm1';
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly strength: number;
  readonly maxPayload: number;
}

/** A JPEG in the blobs. */
export interface StoredPicture {
  readonly sha256: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

export interface OriginalRow {
  readonly id: number;
  readonly account_id: string;
  readonly pixels: string;
  readonly thumb_sha256: string;
  readonly preview: StoredPicture;
  readonly thumbnail: StoredPicture;
  readonly created_at: Date;
}

/** Bytes as hex. */
export interface StoredSecret {
  readonly salt: string;
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
  readonly check: string;
}

export interface MarkRow {
  readonly id: number;
  readonly original_id: number;
  readonly medium_id: number;
  readonly transactional: boolean;
  readonly design: StoredDesign;
  readonly key: Uint8Array | null;
  readonly secret: StoredSecret | null;
  readonly created_at: Date;
}

export const markQueries = (sql: Sql) => ({
  async original(accountId: string, pixels: string): Promise<OriginalRow | undefined> {
    const [row] = await sql<OriginalRow>`select * from mark_original where account_id = ${accountId} and pixels = ${pixels}`;
    return row;
  },

  async originals(accountId: string, ids: readonly number[]): Promise<ReadonlyMap<number, OriginalRow>> {
    const rows = await sql<OriginalRow>`select * from mark_original where account_id = ${accountId} and id = any(${ids}::bigint[])`;
    return new Map(rows.map((row) => [row.id, row]));
  },

  async insertOriginal({ account_id, pixels, thumb_sha256, preview, thumbnail, created_at }: Omit<OriginalRow, 'id'>): Promise<OriginalRow> {
    const [row] = await sql<OriginalRow>`
      insert into mark_original (account_id, pixels, thumb_sha256, preview, thumbnail, created_at)
      values (${account_id}, ${pixels}, ${thumb_sha256}, ${json(preview)}, ${json(thumbnail)}, ${created_at}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return row;
  },

  async insert({ original_id, medium_id, transactional, design, key, secret, created_at }: Omit<MarkRow, 'id'>): Promise<void> {
    await sql`
      insert into mark (original_id, medium_id, transactional, design, key, secret, created_at)
      values (${original_id}, ${medium_id}, ${transactional}, ${json(design)}, ${key}, ${secret && json(secret)}, ${created_at})`;
  },

  /** All of one original, in the order they were registered. */
  async of(originalId: number): Promise<MarkRow[]> {
    return sql<MarkRow>`select * from mark where original_id = ${originalId} order by id`; // mark_original_id_idx
  },

  async ofMedium(mediumId: number): Promise<MarkRow | undefined> {
    const [row] = await sql<MarkRow>`select * from mark where medium_id = ${mediumId} order by id desc limit 1`; // mark_medium_id_idx
    return row;
  },

  /** Of media that get other bytes, or another owner. */
  async forget(mediumIds: readonly number[]): Promise<void> {
    await sql`delete from mark where medium_id = any(${mediumIds}::bigint[])`;
  },

  /** Forgets originals of which no mark is left; gives their ids. */
  async dropLone(accountId: string): Promise<number[]> {
    const rows = await sql<{ id: number }>`
      delete from mark_original where account_id = ${accountId} and not exists (select from mark where original_id = mark_original.id) returning id`;
    return rows.map(({ id }) => id);
  },
});
