/** The PDF report of a scan that was made on the command line. */
import { createHash } from 'node:crypto';
import type { Compute } from '../compute/compute.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Language } from '../report/messages/catalogue.ts';
import { numberFindings } from '../scan/finding-views.ts';
import type { InputFile } from '../scan/ports.ts';
import { UsageError } from './command.ts';

interface Scanned {
  readonly evidence: Evidence;
  readonly files: readonly InputFile[];
  readonly figures: ReadonlyMap<string, Uint8Array>;
}

interface Options {
  /** The report is made as soon as the scan has finished. */
  readonly startedAt: Date;
  readonly minScore: number;
  readonly language: string;
  readonly compute: Compute;
}

/** @throws {UsageError} there is no such language. */
export async function reportOf({ evidence, files, figures }: Scanned, { startedAt, minScore, language, compute }: Options): Promise<Uint8Array> {
  if (!['en', 'ko', 'fr'].includes(language)) throw new UsageError(`--lang is "${language}"; en, ko or fr is expected`);
  const sha256 = createHash('sha256').update(JSON.stringify(evidence)).digest('hex');
  const { bytes } = await compute.run('render-report', {
    report: {
      evidence, evidenceSha256: sha256, findings: numberFindings(evidence), scanId: sha256.slice(0, 16),
      name: files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`,
      createdAt: startedAt.toISOString(), finishedAt: new Date().toISOString(), minScore, language: language as Language,
    },
    figures, documents: files.map(({ format, bytes: document }) => (format === 'pdf' ? document : undefined)),
  });
  return bytes;
}
