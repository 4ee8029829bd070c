/** Tells a listener that a scan has ended, or that there are new matches: the exact body it expects, signed beside it, again and again until it is taken. */
import { createHmac, randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { AppError } from '../core/errors.ts';
import { readRetryAfter } from '../crawl/retry-after.ts';
import { safeFetch } from '../crawl/safe-fetch.ts';
import { readExemptions } from '../crawl/safe-fetch-guard.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { DeliveryAttempt, DeliveryState, OwnedDelivery } from '../store/deliveries.ts';
import type { ScanRow } from '../store/scans.ts';
import type { Queries } from '../store/store.ts';
import type { JobContext } from './context.ts';
import { defineJob } from './job.ts';
import type { Queue } from './queue.ts';

/** s to wait before each attempt. Standard Webhooks 1.0.0, "Deliverability and reliability". */
export const SCHEDULE = [0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600] as const;
const TIMEOUT_MS = 15_000;
/** A `Retry-After` beyond this is not waited for. */
const LONGEST_WAIT = 24 * 3600;

const deliverCallback = defineJob({
  name: 'deliver-callback',
  /** `attempt`: how many the log had when this was sent, so that only one of two jobs goes on. `step`: index into the schedule. */
  payload: Type.Object({ deliveryId: Type.String(), attempt: Type.Integer(), step: Type.Integer() }),
  retries: 3,
  heartbeatSeconds: 30,
  expireSeconds: 120,
  concurrency: 4,

  async run({ deliveryId, attempt, step }, context) {
    const delivery = await context.store.deliveries.find(deliveryId);
    if (!delivery || delivery.state !== 'waiting' || delivery.attempts.length !== attempt) return;
    const outcome = await call(delivery, context);
    const wait = secondsToWait(outcome, step);
    const state: DeliveryState = outcome.delivered ? 'delivered' : wait === undefined ? 'given-up' : 'waiting';
    const next = wait === undefined ? {} : { next: new Date(context.clock().getTime() + wait * 1000).toISOString() };

    await context.store.transaction(async (tx) => {
      const logged = await tx.deliveries.log(deliveryId, attempt, { ...outcome.attempt, ...next }, state);
      if (logged && wait !== undefined) {
        await context.queue.send(tx.sql, deliverCallback, { deliveryId, attempt: attempt + 1, step: step + 1 }, { afterSeconds: wait });
      }
    });
    context.log.info({ deliveryId, scanId: delivery.scan_id, status: outcome.attempt.status, state }, 'callback attempted');
  },
});
export default deliverCallback;

/** Call in the transaction that ends a scan: the callback exists if and only if the end is kept. */
export async function announce(queries: Queries, queue: Queue, scan: Pick<ScanRow, 'id' | 'callback_url'>, status: 'finished' | 'failed'): Promise<void> {
  if (scan.callback_url === null) return;
  const id = `msg_${randomUUID().replaceAll('-', '')}`;
  const body = JSON.stringify({ scanId: scan.id, status });
  await queries.deliveries.insert({ id, scan_id: scan.id, url: scan.callback_url, body });
  await queue.send(queries.sql, deliverCallback, { deliveryId: id, attempt: 0, step: 0 });
}

export interface NewMatches {
  /** Where they come from. */
  readonly source: { readonly crawl: number; readonly cycle: number } | { readonly press: number };
  readonly web: number;
  readonly credit: number;
  readonly press: number;
}

/** Call in the transaction that ends a crawl or an issue. Nothing is told of nothing, nor where the account names no address. Body: Standard Webhooks 1.0.0, "Payload structure". */
export async function announceMatches(queries: Queries, queue: Queue, { id: account_id, match_callback: url }: Pick<AccountRow, 'id' | 'match_callback'>, { source, web, credit, press }: NewMatches, now: Date): Promise<void> {
  if (url === null || web + credit + press === 0) return;
  const id = `msg_${randomUUID().replaceAll('-', '')}`;
  await queries.deliveries.insert({ id, account_id, url, body: JSON.stringify({ type: 'matches.found', timestamp: now.toISOString(), data: { source, web, credit, press } }) });
  await queue.send(queries.sql, deliverCallback, { deliveryId: id, attempt: 0, step: 0 });
}

/** Sends a callback again, with the whole schedule before it. @throws {NotFoundError} not of this account. */
export async function replayCallback(queries: Queries, queue: Queue, deliveryId: string, accountId: string): Promise<void> {
  const { attempts } = await queries.deliveries.reopen(deliveryId, accountId);
  await queue.send(queries.sql, deliverCallback, { deliveryId, attempt: attempts.length, step: 0 });
}

/** What an account's callbacks are signed with: `whsec_` and 32 bytes as base64. */
export function callbackSecret(serverSecret: string, accountId: string): string {
  return `whsec_${createHmac('sha256', serverSecret).update(`callback:${accountId}`).digest('base64')}`;
}

/** Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`. @param timestamp s since 1970. */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

interface Outcome {
  readonly attempt: DeliveryAttempt;
  readonly delivered: boolean;
  /** Never try again. */
  readonly hopeless: boolean;
  /** s, as the listener asked. */
  readonly retryAfter?: number;
}

async function call({ id, url, body, account_id }: OwnedDelivery, { store, config, clock }: JobContext): Promise<Outcome> {
  const secret = callbackSecret(await store.settings.secret(), account_id);
  const at = clock();
  const timestamp = Math.floor(at.getTime() / 1000);
  const started = performance.now();
  const attempt = (rest: Partial<DeliveryAttempt>): DeliveryAttempt => ({ at: at.toISOString(), ms: Math.round(performance.now() - started), ...rest });
  try {
    const { status, headers } = await safeFetch(url, {
      method: 'POST', body, timeoutMs: TIMEOUT_MS, maxBytes: 0, exemptions: readExemptions(config.allowPrivateFetch),
      headers: {
        'content-type': 'application/json', 'user-agent': `Touchstone/${config.version}`,
        'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature(secret, id, timestamp, body),
      },
    });
    const retryAfter = readRetryAfter(headers['retry-after'], at);
    return { attempt: attempt({ status }), delivered: status >= 200 && status < 300, hopeless: status === 410, ...(retryAfter === undefined ? {} : { retryAfter }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { attempt: attempt({ error: `${error.code}: ${error.message}` }), delivered: false, hopeless: error.code === 'fetch/blocked' };
  }
}

/** Undefined: no further attempt. Up to a tenth is added at random, so that many callbacks to one listener spread. */
function secondsToWait({ delivered, hopeless, retryAfter = 0 }: Outcome, step: number): number | undefined {
  const planned = SCHEDULE[step + 1];
  if (delivered || hopeless || planned === undefined) return undefined;
  return Math.max(planned * (1 + Math.random() / 10), Math.min(retryAfter, LONGEST_WAIT));
}
