/** Manifests that were signed into marked images. */
import type { Sql } from './sql.ts';

export interface CredentialRow {
  readonly id: number;
  readonly account_id: string;
  /** Fingerprint of the mark's key. */
  readonly binding: string;
  /** JUMBF. */
  readonly manifest: Uint8Array;
  readonly created_at: Date;
}

export const credentialQueries = (sql: Sql) => ({
  /** One that is there stays. */
  async insert({ account_id, binding, manifest, created_at }: Omit<CredentialRow, 'id'>): Promise<void> {
    await sql`
      insert into credential (account_id, binding, manifest, created_at) values (${account_id}, ${binding}, ${manifest}, ${created_at})
      on conflict (account_id, binding) do nothing`;
  },

  async find(accountId: string, binding: string): Promise<CredentialRow | undefined> {
    const [row] = await sql<CredentialRow>`select * from credential where account_id = ${accountId} and binding = ${binding}`; // credential_account_id_binding_key
    return row;
  },
});
