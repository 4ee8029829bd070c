/** Callbacks: one row each, with the log of its attempts. */
import { NotFoundError } from '../core/errors.ts';
import { json, type Sql } from './sql.ts';

export interface DeliveryAttempt {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly ms: number;
  /** Status that the listener answered. */
  readonly status?: number;
  /** Why there was no answer: an error code and sentence. */
  readonly error?: string;
  /** When the next attempt is due. */
  readonly next?: string;
}

export type DeliveryState = 'waiting' | 'delivered' | 'given-up';

export interface DeliveryRow {
  readonly id: string;
  /** Null: of no scan, but of the account: new matches. */
  readonly scan_id: string | null;
  readonly url: string;
  /** The exact bytes that are sent and signed. */
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: readonly DeliveryAttempt[];
  readonly created_at: Date;
}

/** With whose secret it is signed. */
export type OwnedDelivery = DeliveryRow & { readonly account_id: string };

export const deliveryQueries = (sql: Sql) => ({
  /** Of a scan, or of an account. */
  async insert({ id, url, body, ...of }: Pick<DeliveryRow, 'id' | 'url' | 'body'> & ({ readonly scan_id: string } | { readonly account_id: string })): Promise<void> {
    const [scanId, accountId] = 'scan_id' in of ? [of.scan_id, null] : [null, of.account_id];
    await sql`insert into delivery (id, scan_id, account_id, url, body) values (${id}, ${scanId}, ${accountId}, ${url}, ${body})`;
  },

  /** Undefined: deleted with its scan. */
  async find(id: string): Promise<OwnedDelivery | undefined> {
    const [row] = await sql<OwnedDelivery>`
      select delivery.*, coalesce(delivery.account_id, scan.account_id) as account_id from delivery left join scan on scan.id = delivery.scan_id where delivery.id = ${id}`;
    return row;
  },

  /** Logs an attempt; false when another process logged one since `before` attempts were seen. */
  async log(id: string, before: number, attempt: DeliveryAttempt, state: DeliveryState): Promise<boolean> {
    const rows = await sql`
      update delivery set attempts = attempts || ${json([attempt])}::jsonb, state = ${state}
      where id = ${id} and jsonb_array_length(attempts) = ${before} returning id`;
    return rows.length > 0;
  },

  /** Of an account and all its scans, newest first. */
  async list(accountId: string, limit: number): Promise<DeliveryRow[]> {
    return sql<DeliveryRow>`
      select delivery.* from delivery left join scan on scan.id = delivery.scan_id
      where coalesce(delivery.account_id, scan.account_id) = ${accountId} order by delivery.created_at desc, delivery.id limit ${limit}`;
  },

  /** Opens it again for a replay. @throws {NotFoundError} not of this account. */
  async reopen(id: string, accountId: string): Promise<DeliveryRow> {
    const [row] = await sql<DeliveryRow>`
      update delivery set state = 'waiting'
      where id = ${id} and coalesce(account_id, (select scan.account_id from scan where scan.id = scan_id)) = ${accountId} returning *`;
    if (!row) throw new NotFoundError('not-found', 'there is no callback with this id', { id });
    return row;
  },
});
