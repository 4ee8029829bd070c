/** The limits that hold for all calls of an account together, and the headers that tell them, in both spellings of the reference. */
import type { FastifyReply } from 'fastify';
import { LimitError } from '../../../core/errors.ts';
import type { Config } from '../../../config.ts';
import type { HttpServices } from '../../services.ts';

interface Period {
  readonly name: 'Secondly' | 'Minutely' | 'Hourly' | 'Daily';
  readonly windowMs: number;
  readonly limitOf: (config: Config) => number;
}

const PERIODS: readonly Period[] = [
  { name: 'Secondly', windowMs: 1000, limitOf: (config) => config.imatagPerSecond },
  { name: 'Minutely', windowMs: 60_000, limitOf: (config) => config.imatagPerMinute },
  { name: 'Hourly', windowMs: 3_600_000, limitOf: (config) => config.imatagPerHour },
  { name: 'Daily', windowMs: 86_400_000, limitOf: (config) => config.imatagPerDay },
];

/** Counts one call in every configured window. @throws {LimitError} `request/rate-limited`, with the seconds until the fullest window closes. */
export async function countCall(reply: FastifyReply, holder: string, { store, clock, config }: HttpServices): Promise<void> {
  const now = clock();
  const counted = await Promise.all(PERIODS.filter(({ limitOf }) => limitOf(config) > 0).map(async ({ name, windowMs, limitOf }) => {
    const limit = limitOf(config);
    const verdict = await store.rates.take(`imatag/${name.toLowerCase()}/${holder}`, { limit, windowMs }, now);
    tellLimit(reply, name, limit, verdict.remaining);
    return { name, limit, ...verdict };
  }));
  const passed = counted.filter(({ allowed }) => !allowed).sort((a, b) => b.resetMs - a.resetMs)[0];
  if (!passed) return;
  const retryAfterSeconds = Math.ceil(passed.resetMs / 1000);
  throw new LimitError('request/rate-limited', `too many requests: the limit is ${passed.limit} (${passed.name.toLowerCase()}); try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
}

/** The reference prints `X-RateLimit-` in its samples and `X-Rate-Limit-` in its text. */
export function tellLimit(reply: FastifyReply, name: string, limit: number, remaining: number): void {
  for (const spelling of ['X-RateLimit', 'X-Rate-Limit']) reply.header(`${spelling}-${name}`, String(limit)).header(`${spelling}-${name}-Remaining`, String(remaining));
}
