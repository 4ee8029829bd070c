/** Our error codes as the statuses that the Imagetwin reference knows: 400 401 404 429 500 503 504, and nothing else. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addRetryAfter, logError, toAnswer } from '../../errors.ts';
import type { ErrorReply } from './wire.ts';

type KnownStatus = 400 | 401 | 404 | 429 | 500 | 503 | 504;

const OTHERS: Readonly<Record<number, KnownStatus>> = { 403: 401, 405: 404, 409: 400, 410: 404, 413: 400, 415: 400, 502: 500, 507: 503 };
const KNOWN: ReadonlySet<number> = new Set<KnownStatus>([400, 401, 404, 429, 500, 503, 504]);

export function answerImagetwinError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body } = toAnswer(error, request);
  logError(error, request, status);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return addRetryAfter(error, reply).code(toKnownStatus(status)).send(body satisfies ErrorReply);
}

export function toKnownStatus(status: number): number {
  return KNOWN.has(status) ? status : (OTHERS[status] ?? 500);
}
