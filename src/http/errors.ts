/** Errors on the wire: the one table from code to HTTP status, and the body every API answers with. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, InputError, LimitError, NotFoundError, type ErrorCode } from '../core/errors.ts';

export const STATUS = {
  'auth/disabled': 401, 'auth/forbidden': 403, 'auth/invalid': 401, 'auth/missing': 401, 'auth/scheme': 401,
  'blob/corrupt': 500, 'blob/missing': 500,
  'compute/crashed': 500, 'compute/timeout': 504, 'compute/out-of-memory': 500,
  'config/invalid': 500, 'data-dir/in-use': 500, 'data-dir/unreachable': 500,
  'document/corrupt': 400, 'document/encrypted': 400, 'document/no-images': 400, 'document/too-large': 413, 'document/too-many-pages': 400, 'document/bomb': 400,
  'fetch/blocked': 400, 'fetch/failed': 502, 'fetch/not-found': 400, 'fetch/too-large': 400, 'fetch/timeout': 504,
  'image/corrupt': 400, 'image/empty': 400, 'image/no-content': 400, 'image/too-many-pixels': 400, 'image/truncated': 400, 'image/unsupported': 400, 'image/too-many-frames': 400, 'image/wrong-size': 400,
  'key/invalid': 400, maintenance: 503,
  'media/forbidden': 403, 'media/quota-exceeded': 403,
  'registration/invalid': 400, 'registration/original-unknown': 400,
  'request/invalid': 400, 'request/length-required': 411, 'request/malformed': 400, 'request/method-not-allowed': 405, 'request/not-acceptable': 406, 'request/too-large': 413, 'request/rate-limited': 429,
  'request/unsupported-media-type': 415, 'request/unsupported-version': 404,
  'scan/cancelled': 409, 'scan/failed': 409, 'scan/not-found': 404, 'scan/not-ready': 409,
  'search/not-allowed': 403,
  'not-found': 404, 'not-implemented': 501, conflict: 409, 'store/unavailable': 503, 'store/disk-full': 507, internal: 500,
  'user/exists': 409, 'user/not-found': 404,
  'watermark/animated': 400, 'watermark/too-flat': 400, 'watermark/too-small': 400,
} as const satisfies Record<ErrorCode, number>;

export interface ErrorBody {
  readonly message: string;
  readonly code: ErrorCode;
  readonly requestId: string;
}

/** What was thrown, as an AppError; undefined for a bug. */
export function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  const { statusCode, code, message } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new InputError('request/unsupported-media-type', `${message}; see the documentation at /docs for what this address takes`, {}, { cause: error });
  }
  if (statusCode === 413) return new LimitError('request/too-large', message ?? 'the body is too large', {}, { cause: error });
  if (statusCode === 404) return new NotFoundError('not-found', message ?? 'not found', {}, { cause: error });
  if (statusCode !== undefined && statusCode < 500) return new InputError('request/invalid', message ?? 'the request is not valid', {}, { cause: error });
  return undefined;
}

/** Status and body of an error; a bug shows no more than its request id. */
export function toAnswer(error: unknown, request: FastifyRequest): { readonly status: number; readonly body: ErrorBody } {
  const known = toAppError(error);
  if (known) return { status: STATUS[known.code], body: { message: known.message, code: known.code, requestId: request.id } };
  return { status: 500, body: { message: `something went wrong on our side; the log has it under request ${request.id}`, code: 'internal', requestId: request.id } };
}

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body } = toAnswer(error, request);
  logError(error, request, status);
  return addRetryAfter(error, reply).code(status).send(body);
}

export function logError(error: unknown, request: FastifyRequest, status: number): void {
  if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
}

/** RFC 9110 §10.2.3, for 429 and 503. */
export function addRetryAfter(error: unknown, reply: FastifyReply): FastifyReply {
  const seconds = error instanceof AppError ? error.details['retryAfterSeconds'] : undefined;
  if (typeof seconds === 'number') return reply.header('retry-after', String(Math.max(1, Math.ceil(seconds))));
  return toAppError(error)?.retryable === true ? reply.header('retry-after', '10') : reply;
}

/** The text of a Fastify error for an address that is not there. */
export function noSuchAddress(request: FastifyRequest): NotFoundError {
  return new NotFoundError('not-found', `there is no ${request.method} ${request.url.split('?')[0]}; the addresses are listed at /docs`);
}
