/** `sync` and `timeout`: the caller waits for the answer, or is told where it will be. */
import type { FastifyReply } from 'fastify';
import markOrder, { type DetectOrderInput, type MarkOrderInput } from '../../../../jobs/mark-order.ts';
import { AppError } from '../../../../core/errors.ts';
import { KEEP_MS } from '../../../../registry/marks/mark-file.ts';
import type { HttpServices } from '../../../services.ts';
import { readBoolean, readInteger } from '../parameters.ts';
import { shortId } from '../short-id.ts';
import type { PendingReply } from '../wire.ts';

/** s. */
const LONGEST = 120;

/** s that the caller waits; 0: not at all. Give the two to `readAll`. */
export const waitReaders = (values: ReadonlyMap<string, unknown>) => ({
  sync: () => readBoolean(values, 'sync'),
  timeout: () => readInteger(values, 'timeout', { min: 0, max: LONGEST }),
});

export const waitOf = ({ sync = true, timeout = LONGEST }: { readonly sync: boolean | undefined; readonly timeout: number | undefined }): number => (sync ? timeout : 0);

/** Undefined: the time is over; what was done is thrown away, and an order does it again. */
export async function within<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  if (seconds === 0) return undefined;
  const signal = AbortSignal.timeout(seconds * 1000);
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted && error instanceof AppError && error.code === 'scan/cancelled') return undefined;
    throw error;
  }
}

export type NewOrder = { readonly accountId: string; readonly links: readonly number[] } & ({ readonly kind: 'mark'; readonly input: MarkOrderInput } | { readonly kind: 'detect'; readonly input: DetectOrderInput });

/** After it the order is on disk, and 202 says where its answer will be. */
export async function sendPending(reply: FastifyReply, { accountId, links, kind, input }: NewOrder, { store, queue, clock, baseUrl }: HttpServices): Promise<PendingReply> {
  const [id, now] = [shortId(), clock()];
  await store.transaction(async (tx) => {
    await tx.markOrders.insert({ id, account_id: accountId, kind, input, links, created_at: now, expires_at: new Date(now.getTime() + KEEP_MS) });
    await queue.send(tx.sql, markOrder, { orderId: id });
  });
  void reply.code(202);
  return { status: 'pending', url: `${baseUrl()}/api/v1/watermarking/${id}/` };
}
