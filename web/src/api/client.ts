/** Fetch with our session: the CSRF header on every change, errors as the server's Problem. */
import type { Problem } from '../../../src/http/native/wire.ts';

/** What the server refused, by its code; `status` 0 means it did not answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;

  constructor(status: number, { code, message, requestId }: Problem) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

let csrf = '';
/** Called with each answer that carries the token: sign-in and `me`. */
export function rememberCsrf(token: string): void {
  csrf = token;
}
export function csrfHeader(): Record<string, string> {
  return csrf ? { 'X-CSRF-Token': csrf } : {};
}

const expiryListeners = new Set<() => void>();
/** Tells when the server no longer knows our session. Returns the way to stop listening. */
export function onSessionExpired(listener: () => void): () => void {
  expiryListeners.add(listener);
  return () => expiryListeners.delete(listener);
}
export function reportExpiry(): void {
  for (const listener of expiryListeners) listener();
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One JSON call under `/native/v1`; `undefined` for 204.
 * @throws {ApiError} any status but 2xx, or no answer. */
export async function call<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') Object.assign(headers, csrfHeader());
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await send(`/native/v1${path}`, {
    method, headers, credentials: 'same-origin', ...(signal ? { signal } : {}), ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  throw toApiError(response.status, await response.text(), path);
}

/** One form with a file. @throws {ApiError} any status but 2xx, or no answer. */
export async function sendForm<T>(path: string, form: FormData): Promise<T> {
  const response = await send(`/native/v1${path}`, { method: 'POST', headers: { Accept: 'application/json', ...csrfHeader() }, credentials: 'same-origin', body: form });
  if (response.ok) return (await response.json()) as T;
  throw toApiError(response.status, await response.text(), path);
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, { code: 'unreachable', message: 'The server does not answer.' });
  }
}

/** The error in a reply's body; a reply that is no Problem (a proxy's page) is told by its status. */
export function toApiError(status: number, text: string, path: string): ApiError {
  const error = new ApiError(status, readProblem(text) ?? { code: `http/${status}`, message: `HTTP ${status}` });
  if (status === 401 && path !== '/session' && path !== '/me') reportExpiry();
  return error;
}

function readProblem(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('message' in value)) return undefined;
    const { code, message, requestId } = value as { code?: unknown; message: unknown; requestId?: unknown };
    return { code: typeof code === 'string' ? code : 'unknown', message: String(message), ...(typeof requestId === 'string' ? { requestId } : {}) };
  } catch {
    return undefined;
  }
}
