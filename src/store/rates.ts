/** Rate limits that survive a restart and are shared by all processes: one row a bucket, its window opened by the first call. */
import type { Sql } from './sql.ts';

export interface RateVerdict {
  readonly allowed: boolean;
  /** Calls left in this window. */
  readonly remaining: number;
  /** ms until the window closes; at least 1. */
  readonly resetMs: number;
}

export interface RateLimit {
  /** Calls allowed in one window. */
  readonly limit: number;
  readonly windowMs: number;
}

export const rateQueries = (sql: Sql) => ({
  /** Counts one call. Calls over the limit do not lengthen the window. */
  async take(bucket: string, { limit, windowMs }: RateLimit, now: Date): Promise<RateVerdict> {
    const oldest = new Date(now.getTime() - windowMs);
    const newest = new Date(now.getTime() + windowMs); // a clock that was set back must not lock anybody out
    const [row] = await sql<{ used: number; opened_at: Date }>`
      insert into rate_window as w (bucket, opened_at, used) values (${bucket}, ${now}, 1)
      on conflict (bucket) do update set
        used = case when w.opened_at <= ${oldest} or w.opened_at > ${newest} then 1 else least(w.used, ${limit}) + 1 end,
        opened_at = case when w.opened_at <= ${oldest} or w.opened_at > ${newest} then ${now} else w.opened_at end
      returning used, opened_at`;
    const used = row?.used ?? 1;
    const resetMs = Math.max(1, (row?.opened_at ?? now).getTime() + windowMs - now.getTime());
    return { allowed: used <= limit, remaining: Math.max(0, limit - used), resetMs };
  },

  /** Drops windows that closed long ago. */
  async sweep(before: Date): Promise<void> {
    await sql`delete from rate_window where opened_at < ${before}`;
  },
});
