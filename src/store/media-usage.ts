/** What the media of an account come to, kept beside them so that a registration need not count. */
import type { Sql } from './sql.ts';

export interface MediaUsage {
  readonly images: number;
  readonly bytes: number;
  /** A registration was refused for want of room, and nothing was freed or added since. */
  readonly refused: boolean;
}

export const mediaUsageQueries = (sql: Sql) => ({
  async get(accountId: string): Promise<MediaUsage> {
    const [row] = await sql<MediaUsage>`select images, bytes, refused from media_usage where account_id = ${accountId}`;
    return row ?? { images: 0, bytes: 0, refused: false };
  },

  /** Run it in the transaction of the media it counts. */
  async add(accountId: string, { images, bytes }: { readonly images: number; readonly bytes: number }): Promise<void> {
    await sql`
      insert into media_usage as u (account_id, images, bytes) values (${accountId}, ${images}, ${bytes})
      on conflict (account_id) do update set images = u.images + excluded.images, bytes = u.bytes + excluded.bytes, refused = false`;
  },

  async refuse(accountId: string): Promise<void> {
    await sql`insert into media_usage (account_id, refused) values (${accountId}, true) on conflict (account_id) do update set refused = true`;
  },
});
