/** The PDF report of a scan, made when it is asked for: from the evidence that was kept and the decisions of now. */
import type { Evidence } from '../core/evidence.ts';
import { InputError } from '../core/errors.ts';
import type { Language } from '../report/messages/catalogue.ts';
import { numberFindings } from '../scan/finding-views.ts';
import type { ScanRow } from '../store/scans.ts';
import { finishedEvidence } from './native/result.ts';
import type { HttpServices } from './services.ts';
import { shareToken } from './share-token.ts';

export interface ReportOptions {
  readonly minScore: number;
  readonly language: Language;
}

/** Most findings of one report, best first; the last page says how many more there are. */
const MAX_FINDINGS = 1000;
const LANGUAGES = ['en', 'ko', 'fr'] as const satisfies readonly Language[];

/** @throws {ConflictError} the scan has not finished. */
export async function reportPdf(scan: ScanRow, { minScore, language }: ReportOptions, services: HttpServices): Promise<Uint8Array> {
  const { store, blobs, compute, baseUrl, config } = services;
  const { evidence, sha256 } = await finishedEvidence(scan, services);
  const findings = numberFindings(evidence, await store.decisions.history(scan.id));
  const shown = findings.filter(({ score }) => score >= minScore).slice(0, MAX_FINDINGS);
  const figures = await readFigures(evidence, new Set(shown.flatMap(({ sides }) => sides.map(({ image }) => image))), blobs);
  const documents = await Promise.all(evidence.files.map(async ({ sha256: file, format }) => (format === 'pdf' ? blobs.read(file) : undefined)));
  const { bytes } = await compute.run('render-report', {
    report: {
      evidence, evidenceSha256: sha256, findings, scanId: scan.id, name: scan.name, createdAt: scan.created_at.toISOString(),
      ...(scan.finished_at ? { finishedAt: scan.finished_at.toISOString() } : {}),
      minScore, language, resultUrl: `${baseUrl()}/result/${await shareToken(store, scan.id)}`, limit: MAX_FINDINGS,
    },
    figures, documents,
  }, { lane: 'serve', timeoutMs: config.taskTimeoutMs });
  return bytes;
}

/** Encoded figures by SHA-256, only those that are shown. */
async function readFigures({ figures }: Evidence, wanted: ReadonlySet<string>, blobs: HttpServices['blobs']): Promise<Map<string, Uint8Array>> {
  const map = new Map<string, Uint8Array>();
  for (const { id, sha256 } of figures) if (wanted.has(id) && !map.has(sha256)) map.set(sha256, await blobs.read(sha256));
  return map;
}

/** @throws {InputError} */
export function readLanguage(text: string | undefined): Language {
  const language = text === undefined ? 'en' : LANGUAGES.find((one) => one === text);
  if (!language) throw new InputError('request/invalid', `lang is "${text?.slice(0, 20)}"; expected ${LANGUAGES.join(', ')}`);
  return language;
}
