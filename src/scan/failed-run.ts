/** An error of one step as a run that failed, so that it costs that step and not the scan. */
import { AppError } from '../core/errors.ts';
import type { FailedRun, RunScope } from '../core/evidence.ts';

/** @throws the error again when it is not the image's fault: a bug, or a cancel. */
export function failedRun(error: unknown, detector: string, version: number, scope: RunScope): FailedRun {
  if (!(error instanceof AppError) || error.code === 'scan/cancelled') throw error;
  return { ...scope, detector, version, status: 'failed', code: error.code };
}
