/** Sends a form with files. XMLHttpRequest, because fetch cannot tell how much was sent. */
import { ApiError, csrfHeader, toApiError } from './client.ts';

/** @param path below `/native/v1`. @param onSent share of the bytes sent, in [0, 1].
 * @throws {ApiError} refused or unreachable; DOMException AbortError when cancelled. */
export function sendForm<T>(path: string, form: FormData, onSent: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/native/v1${path}`);
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else reject(toApiError(request.status, request.responseText, path));
    });
    request.addEventListener('error', () => reject(new ApiError(0, { code: 'unreachable', message: 'The server does not answer.' })));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
