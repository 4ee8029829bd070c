/** Their form as our submission. */
import type { FastifyRequest } from 'fastify';
import type { AccountRow } from '../../../store/accounts.ts';
import type { HttpServices } from '../../services.ts';
import { judgeFiles, readCallbackUrl, readFlag, readMinScore, type Accepts, type JudgedFile, type Submission } from '../../submit-scan.ts';
import { receiveForm } from '../../uploads.ts';

export interface ScanForm {
  /** Name of the parts that carry files. */
  readonly part: 'file' | 'pdfFile' | 'imageFile';
  readonly accepts: Accepts;
}

/** Reads and judges the whole form, hands it to `use`, and drops the files. @throws {InputError} @throws {LimitError} */
export async function withSubmission<T>(
  request: FastifyRequest, account: AccountRow, { part, accepts }: ScanForm, services: HttpServices,
  use: (submission: Submission, judged: readonly JudgedFile[]) => Promise<T>,
): Promise<T> {
  const form = await receiveForm(request, part, services.config);
  try {
    const { fields, files } = form;
    const callbackUrl = readCallbackUrl(fields.get('callbackUrl'), services);
    const submission: Submission = {
      account, files, apiScan: true,
      minScore: readMinScore(fields.get('minScore')),
      excludeIdenticalPaper: readFlag('excludeIdenticalPaper', fields.get('excludeIdenticalPaper')),
      ...(callbackUrl === undefined ? {} : { callbackUrl }),
    };
    return await use(submission, await judgeFiles(services, files, accepts));
  } finally {
    await form.discard();
  }
}
