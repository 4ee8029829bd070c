/** Our error codes as the codes of the ImgAuth table, and those as statuses. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../../core/errors.ts';
import { addRetryAfter, logError, toAnswer } from '../../errors.ts';
import type { ErrorReply } from './wire.ts';

/** What their table calls it; 2002 is missing there, and 1006 belongs to a signature scheme that is not documented. */
export type ImgauthCode = 1000 | 1001 | 1002 | 1003 | 1004 | 1005 | 1007 | 1008 | 2000 | 2001 | 2003 | 2004 | 3000 | 4000;

const WORDS: Readonly<Record<ImgauthCode, string>> = {
  1000: 'body error', 1001: 'param error', 1002: 'content type error', 1003: 'image not exists', 1004: 'image size error', 1005: 'image format error', 1007: 'body size error', 1008: 'no authorization',
  2000: 'server unknown error', 2001: 'server timeout', 2003: 'no content recognition', 2004: 'validate data error', 3000: 'remote server error', 4000: 'base server error',
};

const STATUS: Readonly<Record<ImgauthCode, number>> = {
  1000: 400, 1001: 400, 1002: 400, 1003: 400, 1004: 400, 1005: 400, 1007: 413, 1008: 401, 2000: 500, 2001: 504, 2003: 400, 2004: 400, 3000: 502, 4000: 502,
};

const CODES: Readonly<Partial<Record<ErrorCode, ImgauthCode>>> = {
  'auth/disabled': 1008, 'auth/forbidden': 1008, 'auth/invalid': 1008, 'auth/missing': 1008, 'auth/scheme': 1008,
  'request/invalid': 1001, 'request/malformed': 1000, 'request/length-required': 1000, 'request/unsupported-media-type': 1002, 'request/too-large': 1007,
  'fetch/blocked': 1001, 'fetch/not-found': 1003, 'fetch/failed': 3000, 'fetch/timeout': 3000, 'fetch/too-large': 1004,
  'image/wrong-size': 1004, 'image/too-many-pixels': 1004, 'image/unsupported': 1005, 'image/corrupt': 1005, 'image/truncated': 1005, 'image/too-many-frames': 1005, 'image/no-content': 2003,
  'image/empty': 1003,
  'compute/timeout': 2001, 'store/unavailable': 4000, 'store/disk-full': 4000, 'data-dir/unreachable': 4000, maintenance: 4000,
};

/** Statuses that say more than those of the table. */
const STATUS_OF_OURS: Readonly<Partial<Record<ErrorCode, number>>> = { 'request/rate-limited': 429, maintenance: 503, 'not-implemented': 501, 'not-found': 404 };

export function answerImgauthError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { body } = toAnswer(error, request);
  const code = CODES[body.code] ?? 2000;
  const status = STATUS_OF_OURS[body.code] ?? STATUS[code];
  logError(error, request, status);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return addRetryAfter(error, reply).code(status).type('application/json; charset=utf-8')
    .send({ error: 'API_ERROR', code, message: `${WORDS[code]}: ${body.message}` } satisfies ErrorReply);
}
