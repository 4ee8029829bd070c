/** The media tree: folders and registered files as rows. Who may see or change what is decided in src/registry. */
import type { Sql } from './sql.ts';

export type MediumType = 'folder' | 'image' | 'document' | 'video';

export interface MediumRow {
  readonly id: number;
  readonly account_id: string;
  /** Null: the home of the account. */
  readonly parent_id: number | null;
  readonly name: string;
  readonly key: string;
  readonly type: MediumType;
  readonly locked: boolean | null;
  readonly exclusive: boolean | null;
  readonly created_at: Date;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly format: string | null;
  /** px as stored. */
  readonly width: number | null;
  readonly height: number | null;
  readonly parts: number;
  readonly preview: number | null;
  readonly preview_width: number | null;
  readonly preview_height: number | null;
  readonly thumbnail: number | null;
}

/** One step of a path, with what the asking account was granted there. */
export interface Step extends MediumRow {
  /** Null: nothing. */
  readonly granted: 'read' | 'write' | null;
}

/** What replaces the content of a medium. */
export type Content = Pick<MediumRow, 'exclusive' | 'created_at' | 'sha256' | 'bytes' | 'format' | 'width' | 'height' | 'parts' | 'preview' | 'preview_width' | 'preview_height' | 'thumbnail'>;

export interface ChildSlice {
  readonly limit: number;
  /** Only keys behind this one, in the direction of the slice. */
  readonly from?: string;
  readonly backwards: boolean;
}

/** What a subtree holds below its root, and how far it reaches. */
export interface Extent {
  /** Levels below the root; 0: it has no children. */
  readonly levels: number;
  /** bytes of the longest path below the root, with its slashes. */
  readonly longest: number;
}

export const mediaQueries = (sql: Sql) => ({
  /** One change of an account's tree at a time. Give all accounts of a change at once: they are locked in one order. */
  async lock(accountIds: readonly string[]): Promise<void> {
    for (const id of [...new Set(accountIds)].sort()) await sql`select pg_advisory_xact_lock(hashtextextended(${`media/${id}`}, 0))`;
  },

  /** The home of an account; made when it is first asked for. */
  async home(accountId: string, name: string, now: Date): Promise<MediumRow> {
    await sql`
      insert into medium (account_id, name, key, type, created_at) values (${accountId}, ${name}, ${name.normalize('NFC')}, 'folder', ${now})
      on conflict (account_id) where parent_id is null do nothing`;
    const [row] = await sql<MediumRow>`select * from medium where account_id = ${accountId} and parent_id is null`; // medium_home_key
    if (!row) throw new RangeError('the home was not made');
    return row;
  },

  /** Follows the keys from the home of `accountId` as far as they lead: home first. Empty: there is no home yet. */
  async walk(accountId: string, keys: readonly string[], callerId: string): Promise<Step[]> {
    return sql<Step>`
      with recursive walk as (
        select m, 0 as depth from medium m where m.account_id = ${accountId} and m.parent_id is null
        union all
        select next, walk.depth + 1 from walk join medium next on next.parent_id = (walk.m).id and next.key = (${keys}::text[])[walk.depth + 1]
      )
      select (walk.m).*, case when g.writable then 'write' when not g.writable then 'read' end as granted
      from walk left join media_grant g on g.folder_id = (walk.m).id and g.account_id = ${callerId} order by depth`;
  },

  async byId(id: number): Promise<MediumRow | undefined> {
    const [row] = await sql<MediumRow>`select * from medium where id = ${id}`;
    return row;
  },

  /** Home first, the medium itself last; with what the caller was granted. Empty: there is no such medium. */
  async stepsTo(id: number, callerId: string): Promise<Step[]> {
    return sql<Step>`
      with recursive up as (
        select m, 0 as depth from medium m where m.id = ${id}
        union all
        select next, up.depth + 1 from up join medium next on next.id = (up.m).parent_id
      )
      select (up.m).*, case when g.writable then 'write' when not g.writable then 'read' end as granted
      from up left join media_grant g on g.folder_id = (up.m).id and g.account_id = ${callerId} order by depth desc`;
  },

  /** Names from the home (included) to each of these media. */
  async pathsOf(ids: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
    const rows = await sql<{ of: number; names: string[] }>`
      with recursive up as (
        select id as of, parent_id, array[name] as names from medium where id = any(${ids}::bigint[])
        union all
        select up.of, m.parent_id, m.name || up.names from up join medium m on m.id = up.parent_id
      )
      select of, names from up where parent_id is null`;
    return new Map(rows.map(({ of, names }) => [of, names]));
  },

  async countChildren(id: number): Promise<number> {
    const [row] = await sql<{ n: number }>`select count(*) as n from medium where parent_id = ${id}`;
    return row?.n ?? 0;
  },

  /** By name. */
  async children(id: number, { limit, from, backwards }: ChildSlice): Promise<MediumRow[]> {
    if (backwards) return sql<MediumRow>`select * from medium where parent_id = ${id} and key < ${from ?? ''} order by key desc limit ${limit}`;
    return sql<MediumRow>`select * from medium where parent_id = ${id} and key > ${from ?? ''} order by key limit ${limit}`; // medium_parent_id_key_key
  },

  async insertFolder(parent: Pick<MediumRow, 'id' | 'account_id'>, name: string, now: Date): Promise<MediumRow> {
    const [row] = await sql<MediumRow>`
      insert into medium (account_id, parent_id, name, key, type, created_at)
      values (${parent.account_id}, ${parent.id}, ${name}, ${name.normalize('NFC')}, 'folder', ${now}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return row;
  },

  async insert(parent: Pick<MediumRow, 'id' | 'account_id'>, name: string, type: MediumType, c: Content): Promise<MediumRow> {
    const [row] = await sql<MediumRow>`
      insert into medium (account_id, parent_id, name, key, type, exclusive, created_at, sha256, bytes, format, width, height, parts, preview, preview_width, preview_height, thumbnail)
      values (${parent.account_id}, ${parent.id}, ${name}, ${name.normalize('NFC')}, ${type}, ${c.exclusive}, ${c.created_at}, ${c.sha256}, ${c.bytes}, ${c.format}, ${c.width}, ${c.height},
        ${c.parts}, ${c.preview}, ${c.preview_width}, ${c.preview_height}, ${c.thumbnail}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return row;
  },

  /** Other bytes under the same name. */
  async replace(id: number, c: Content): Promise<MediumRow> {
    const [row] = await sql<MediumRow>`
      update medium set exclusive = ${c.exclusive}, created_at = ${c.created_at}, sha256 = ${c.sha256}, bytes = ${c.bytes}, format = ${c.format}, width = ${c.width}, height = ${c.height},
        parts = ${c.parts}, preview = ${c.preview}, preview_width = ${c.preview_width}, preview_height = ${c.preview_height}, thumbnail = ${c.thumbnail}
      where id = ${id} returning *`;
    if (!row) throw new RangeError('the medium is gone');
    return row;
  },

  async move(id: number, parent: Pick<MediumRow, 'id'>, name: string): Promise<MediumRow> {
    const [row] = await sql<MediumRow>`update medium set parent_id = ${parent.id}, name = ${name}, key = ${name.normalize('NFC')} where id = ${id} returning *`;
    if (!row) throw new RangeError('the medium is gone');
    return row;
  },

  /** Hands a subtree to another account. */
  async giveTo(ids: readonly number[], accountId: string): Promise<void> {
    await sql`update medium set account_id = ${accountId} where id = any(${ids}::bigint[])`;
    await sql`
      update static_link set account_id = ${accountId}
      where id in (select unnest(array[preview, thumbnail]) from medium where id = any(${ids}::bigint[]))`;
  },

  async setExclusive(id: number, exclusive: boolean | null): Promise<void> {
    await sql`update medium set exclusive = ${exclusive} where id = ${id}`;
  },

  /** Whether the APIs may change what is in the folder; null: as its parent. */
  async setLocked(id: number, locked: boolean | null): Promise<void> {
    await sql`update medium set locked = ${locked} where id = ${id}`;
  },

  /** The medium and all below it. */
  async subtree(id: number): Promise<MediumRow[]> {
    return sql<MediumRow>`
      with recursive tree as (
        select m from medium m where m.id = ${id}
        union all
        select next from tree join medium next on next.parent_id = (tree.m).id
      )
      select (tree.m).* from tree`;
  },

  async extent(id: number): Promise<Extent> {
    const [row] = await sql<Extent>`
      with recursive tree as (
        select id, 0 as level, 0 as length from medium where id = ${id}
        union all
        select m.id, tree.level + 1, tree.length + 1 + octet_length(m.name) from tree join medium m on m.parent_id = tree.id
      )
      select max(level) as levels, max(length) as longest from tree`;
    return row ?? { levels: 0, longest: 0 };
  },

  /** With all below it, and their static links. */
  async delete(id: number): Promise<void> {
    await sql`
      with recursive tree as (
        select id, preview, thumbnail from medium where id = ${id}
        union all
        select m.id, m.preview, m.thumbnail from tree join medium m on m.parent_id = tree.id
      )
      delete from static_link where id in (select unnest(array[preview, thumbnail]) from tree)`;
    await sql`delete from medium where id = ${id}`;
  },
});
