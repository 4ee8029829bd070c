/** Answers 429 when a bucket is empty. The buckets live in the database, so they survive a restart. */
import { LimitError } from '../core/errors.ts';
import type { RateLimit } from '../store/rates.ts';
import type { Services } from './services.ts';

export const MINUTE_MS = 60_000;

/** @throws {LimitError} `request/rate-limited`, with the seconds until the window closes. */
export async function takeFrom(bucket: string, rate: RateLimit, what: string, { store, clock }: Pick<Services, 'store' | 'clock'>): Promise<void> {
  const { allowed, resetMs } = await store.rates.take(bucket, rate, clock());
  if (allowed) return;
  const retryAfterSeconds = Math.ceil(resetMs / 1000);
  throw new LimitError('request/rate-limited', `${what}: the limit is ${rate.limit} a minute; try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
}
