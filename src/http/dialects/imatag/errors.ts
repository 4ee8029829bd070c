/** Our errors in the words and statuses of the IMATAG reference. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../../core/errors.ts';
import { addRetryAfter, logError, toAnswer } from '../../errors.ts';
import { SeveralProblems } from './parameters.ts';
import type { ErrorReply } from './wire.ts';

/** Statuses that the reference does not know: a body or a fetched file that is too large, or an address that does not answer, is the caller's. */
const OTHERS: Readonly<Record<number, number>> = { 413: 400, 502: 400, 507: 503 };

/** Codes that have a name of their own; the others are ours with underscores. */
const NAMES: Readonly<Partial<Record<ErrorCode, string>>> = {
  'request/unsupported-version': 'unsupported_version', 'media/quota-exceeded': 'quota_exceeded', 'media/forbidden': 'forbidden', 'request/rate-limited': 'rate_limited',
  'registration/invalid': 'invalid_registration', 'registration/original-unknown': 'original_not_registered',
};

export function answerImatagError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status: ours, body } = toAnswer(error, request);
  const status = body.code === 'fetch/timeout' ? 400 : (OTHERS[ours] ?? ours);
  logError(error, request, status);
  if (status === 401) reply.header('www-authenticate', 'Token');
  const errors = error instanceof SeveralProblems ? { errors: error.problems.map((details) => ({ code: toCode(body.code), details })) } : {};
  return addRetryAfter(error, reply).code(status).type('application/json; charset=utf-8').send({ status_code: status, code: toCode(body.code), details: body.message, ...errors } satisfies ErrorReply);
}

export function toCode(code: ErrorCode): string {
  return NAMES[code] ?? code.replaceAll(/[/-]/g, '_');
}
