/** Errors thrown on purpose; anything else thrown is a bug. The class says who must act, the code says what. */

/** Every code, once. docs/errors.md explains each; a test compares both ways. */
export const ERROR_CODES = [
  'auth/disabled', 'auth/forbidden', 'auth/invalid', 'auth/missing', 'auth/scheme',
  'blob/corrupt', 'blob/missing',
  'compute/crashed', 'compute/timeout', 'compute/out-of-memory',
  'config/invalid', 'data-dir/in-use', 'data-dir/unreachable',
  'document/corrupt', 'document/encrypted', 'document/no-images', 'document/too-large', 'document/too-many-pages', 'document/bomb',
  'fetch/blocked', 'fetch/failed', 'fetch/not-found', 'fetch/too-large', 'fetch/timeout',
  'image/corrupt', 'image/empty', 'image/no-content', 'image/too-many-pixels', 'image/truncated', 'image/unsupported', 'image/too-many-frames', 'image/wrong-size',
  'key/invalid', 'maintenance',
  'media/forbidden', 'media/quota-exceeded',
  'registration/invalid', 'registration/original-unknown',
  'request/invalid', 'request/length-required', 'request/malformed', 'request/method-not-allowed', 'request/not-acceptable', 'request/too-large', 'request/rate-limited',
  'request/unsupported-media-type', 'request/unsupported-version',
  'scan/cancelled', 'scan/failed', 'scan/not-found', 'scan/not-ready',
  'search/not-allowed',
  'not-found', 'not-implemented', 'conflict', 'store/unavailable', 'store/disk-full', 'internal',
  'user/exists', 'user/not-found',
  'watermark/animated', 'watermark/too-flat', 'watermark/too-small',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
export type ErrorDetails = Readonly<Record<string, string | number | boolean | undefined>>;

export abstract class AppError extends Error {
  abstract readonly retryable: boolean;
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** The caller must send something else. */
export class InputError extends AppError { readonly retryable = false; }
/** A quota or size bound was passed. */
export class LimitError extends AppError { readonly retryable = false; }
/** The caller is not who they must be. */
export class AuthError extends AppError { readonly retryable = false; }
/** It clashes with what is there. */
export class ConflictError extends AppError { readonly retryable = false; }
/** No such thing, or not for this tenant: the two look alike on purpose. */
export class NotFoundError extends AppError { readonly retryable = false; }
/** Something we lean on is not answering; the same call may work later. */
export class UnavailableError extends AppError { readonly retryable = true; }
/** What we stored is not what we wrote. Wakes a person. */
export class IntegrityError extends AppError { readonly retryable = false; }

const CLASSES = { InputError, LimitError, AuthError, ConflictError, NotFoundError, UnavailableError, IntegrityError };

/** An error as plain data, to cross a thread or be kept in a row. */
export interface ErrorRecord {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
}

export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof AppError) return { name: error.name, code: error.code, message: error.message, details: error.details };
  return { name: 'Bug', code: 'internal', message: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error), details: {} };
}

export function fromErrorRecord({ name, code, message, details }: ErrorRecord): Error {
  const Class = CLASSES[name as keyof typeof CLASSES];
  return Class ? new Class(code as ErrorCode, message, details) : new Error(message);
}
