/** Sends a submission. XMLHttpRequest, because fetch cannot tell how much was sent. */
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import { ApiError, csrfHeader, toApiError } from './client.ts';

export interface Submission {
  readonly files: readonly File[];
  /** In [0, 1]. */
  readonly minScore: number;
  readonly excludeIdenticalPaper: boolean;
}

/** @param onSent share of the bytes sent, in [0, 1].
 * @throws {ApiError} refused or unreachable; DOMException AbortError when cancelled. */
export function uploadScan({ files, minScore, excludeIdenticalPaper }: Submission, onSent: (share: number) => void, signal: AbortSignal): Promise<ScanSummary> {
  const form = new FormData(); // fields first: the server reads them before the files stream in
  form.append('minScore', String(minScore));
  form.append('excludeIdenticalPaper', String(excludeIdenticalPaper));
  for (const file of files) form.append('file', file, file.name);

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/native/v1/scans');
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as ScanSummary);
      else reject(toApiError(request.status, request.responseText, '/scans'));
    });
    request.addEventListener('error', () => reject(new ApiError(0, { code: 'unreachable', message: 'The server does not answer.' })));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
