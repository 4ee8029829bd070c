/** Sends a submission. */
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import { sendForm } from './send-form.ts';

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
  return sendForm<ScanSummary>('/scans', form, onSent, signal);
}
