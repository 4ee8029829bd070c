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
  readonly scan_id: string;
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
  async insert({ id, scan_id, url, body }: Pick<DeliveryRow, 'id' | 'scan_id' | 'url' | 'body'>): Promise<void> {
    await sql`insert into delivery (id, scan_id, url, body) values (${id}, ${scan_id}, ${url}, ${body})`;
  },

  /** Undefined: deleted with its scan. */
  async find(id: string): Promise<OwnedDelivery | undefined> {
    const [row] = await sql<OwnedDelivery>`
      select delivery.*, scan.account_id from delivery join scan on scan.id = delivery.scan_id where delivery.id = ${id}`;
    return row;
  },

  /** Logs an attempt; false when another process logged one since `before` attempts were seen. */
  async log(id: string, before: number, attempt: DeliveryAttempt, state: DeliveryState): Promise<boolean> {
    const rows = await sql`
      update delivery set attempts = attempts || ${json([attempt])}::jsonb, state = ${state}
      where id = ${id} and jsonb_array_length(attempts) = ${before} returning id`;
    return rows.length > 0;
  },

  /** Of all scans of an account, newest first. */
  async list(accountId: string, limit: number): Promise<DeliveryRow[]> {
    return sql<DeliveryRow>`
      select delivery.* from delivery join scan on scan.id = delivery.scan_id
      where scan.account_id = ${accountId} order by delivery.created_at desc, delivery.id limit ${limit}`;
  },

  /** Opens it again for a replay. @throws {NotFoundError} not of this account. */
  async reopen(id: string, accountId: string): Promise<DeliveryRow> {
    const [row] = await sql<DeliveryRow>`
      update delivery set state = 'waiting' from scan
      where delivery.id = ${id} and scan.id = delivery.scan_id and scan.account_id = ${accountId} returning delivery.*`;
    if (!row) throw new NotFoundError('not-found', 'there is no callback with this id', { id });
    return row;
  },
});
