/** Judges one picture of a document: read on two threads at once where there are two (a large page on one), then weighed. */
import type { DocumentInput, DocumentOutput } from '../scan/tasks/judge-document.ts';
import type { PageReadInput } from '../scan/tasks/read-page.ts';
import type { Compute, RunOptions } from './compute.ts';

export type DocumentRequest = Omit<PageReadInput, 'share'> & Omit<DocumentInput, 'read'>;

/** @throws {InputError | LimitError} `image/…`; whatever `Compute.run` throws. */
export async function judgeDocument(compute: Compute, { heatMap, evidenceMaps, ...picture }: DocumentRequest, options: RunOptions = {}): Promise<DocumentOutput> {
  const shares = compute.workers > 1 ? (['quick', 'slow'] as const) : (['all'] as const);
  const reads = (await Promise.all(shares.map(async (share) => compute.run('read-page', { ...picture, share }, options)))).filter((read) => read !== undefined);
  const [first] = reads;
  if (!first) throw new RangeError('nothing was read');
  const read = { ...first, readings: reads.flatMap(({ readings }) => readings).sort((a, b) => a.detector.localeCompare(b.detector, 'en')) };
  return compute.run('judge-document', { read, ...(heatMap === undefined ? {} : { heatMap }), ...(evidenceMaps === undefined ? {} : { evidenceMaps }) }, options);
}
