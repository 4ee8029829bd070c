/** Decisions on findings: append-only, the newest in force. */
import type { Decision } from '../core/decision.ts';
import { json, type Sql } from './sql.ts';

export const decisionQueries = (sql: Sql) => ({
  async add(scanId: string, findingId: string, accountId: string, decision: Decision): Promise<void> {
    await sql`
      insert into decision (scan_id, finding_id, account_id, body, created_at)
      values (${scanId}, ${findingId}, ${accountId}, ${json(decision)}, ${decision.when})`;
  },

  /** Histories by finding id, each oldest first. */
  async history(scanId: string): Promise<ReadonlyMap<string, readonly Decision[]>> {
    const rows = await sql<{ finding_id: string; body: Decision }>`
      select finding_id, body from decision where scan_id = ${scanId} order by id`; // decision_scan_id_idx
    const groups = Map.groupBy(rows, (row) => row.finding_id);
    return new Map([...groups].map(([id, list]) => [id, list.map(({ body }) => body)]));
  },
});
