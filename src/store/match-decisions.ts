/** What people decided about matches, with the papers they attached. Rows are added, never changed. */
import type { Sql } from './sql.ts';

export type MatchVerdict = 'licensed' | 'infringing' | 'not-mine' | 'ignored' | 'undecided';

export interface MatchDecisionRow {
  readonly id: number;
  readonly match_id: number;
  readonly verdict: MatchVerdict;
  readonly note: string;
  readonly proof_id: number | null;
  readonly who: string;
  readonly created_at: Date;
  /** Of the proof. */
  readonly proof_name: string | null;
}

export interface ProofRow {
  readonly id: number;
  readonly account_id: string;
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly created_at: Date;
}

export type NewDecision = Pick<MatchDecisionRow, 'verdict' | 'note' | 'proof_id' | 'who' | 'created_at'>;

export const matchDecisionQueries = (sql: Sql) => ({
  /** Run it in a transaction. Gives the matches that are the account's: the others are left alone. */
  async decide(matchIds: readonly number[], accountId: string, { verdict, note, proof_id, who, created_at }: NewDecision): Promise<number[]> {
    const rows = await sql<{ id: number }>`update match set verdict = ${verdict} where id = any(${matchIds}::bigint[]) and account_id = ${accountId} returning id`;
    const ids = rows.map(({ id }) => id);
    await sql`
      insert into match_decision (match_id, verdict, note, proof_id, who, created_at)
      select m, ${verdict}, ${note}, ${proof_id}::bigint, ${who}, ${created_at}::timestamptz from unnest(${ids}::bigint[]) as m`;
    return ids;
  },

  /** Oldest first. */
  async history(matchIds: readonly number[]): Promise<ReadonlyMap<number, readonly MatchDecisionRow[]>> {
    const rows = await sql<MatchDecisionRow>`
      select d.*, proof.name as proof_name from match_decision as d left join match_proof as proof on proof.id = d.proof_id
      where match_id = any(${matchIds}::bigint[]) order by d.id`; // match_decision_match_id_idx
    return Map.groupBy(rows, (row) => row.match_id);
  },

  async addProof(proof: Omit<ProofRow, 'id'>): Promise<ProofRow> {
    const [row] = await sql<ProofRow>`
      insert into match_proof (account_id, sha256, name, type, bytes, created_at)
      values (${proof.account_id}, ${proof.sha256}, ${proof.name}, ${proof.type}, ${proof.bytes}, ${proof.created_at}) returning *`;
    if (!row) throw new RangeError('insert returned no row');
    return row;
  },

  async findProof(id: number, accountId: string): Promise<ProofRow | undefined> {
    const [row] = await sql<ProofRow>`select * from match_proof where id = ${id} and account_id = ${accountId}`;
    return row;
  },
});
