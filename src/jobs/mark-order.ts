/** Marks or detects in the background, for a caller who did not wait. Safe to run twice: the first answer stays. */
import { Type } from 'typebox';
import { AppError, InputError } from '../core/errors.ts';
import { isMarked, type AskedHost, type AskedMark, type AskedOptions } from '../registry/marks/detection.ts';
import { markFile } from '../registry/marks/mark-file.ts';
import type { MarkOrderRow } from '../store/mark-orders.ts';
import type { JobContext } from './context.ts';
import { defineJob } from './job.ts';

/** Of kind `mark`. */
export interface MarkOrderInput {
  readonly name: string;
}

/** Of kind `detect`; the passphrase lies here until it is done. */
export interface DetectOrderInput extends AskedOptions {
  readonly mark: AskedMark;
  readonly host: AskedHost['kind'];
}

export default defineJob({
  name: 'mark-order',
  payload: Type.Object({ orderId: Type.String() }),
  retries: 3,
  heartbeatSeconds: 30,
  expireSeconds: 900,
  concurrency: 2,

  async run({ orderId }, context) {
    const { store, clock, signal, log } = context;
    const order = await store.markOrders.find(orderId, clock());
    if (!order || order.output !== null || order.problem !== null) return;
    try {
      await store.markOrders.complete(orderId, order.kind === 'mark' ? await mark(order, context) : await detect(order, context));
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError) || error.code.startsWith('store/')) throw error;
      log.info({ orderId, code: error.code }, 'marking failed');
      await store.markOrders.fail(orderId, { code: error.code, message: error.message });
    }
  },

  async givenUp({ orderId }, { store }) {
    await store.markOrders.fail(orderId, { code: 'internal', message: 'it was tried several times and ended each time without a result' });
  },
});

async function mark({ account_id, input, links: [link], expires_at }: MarkOrderRow, context: JobContext) {
  const { name } = input as MarkOrderInput;
  return markFile({ accountId: account_id, bytes: await fileAt(link, context), name, expiresAt: expires_at }, context, context.signal);
}

async function detect({ input, links: [query, host] }: MarkOrderRow, context: JobContext): Promise<{ readonly marked: boolean }> {
  const { mark: asked, host: kind, ...options } = input as DetectOrderInput;
  return { marked: await isMarked(await fileAt(query, context), { mark: asked, host: { kind, bytes: await fileAt(host, context) } }, options, context, context.signal) };
}

async function fileAt(id: number | undefined, { store, blobs, clock }: JobContext): Promise<Uint8Array> {
  const link = id === undefined ? undefined : await store.links.find(id, clock());
  if (!link) throw new InputError('not-found', 'a file of this order is gone');
  return blobs.read(link.sha256);
}
