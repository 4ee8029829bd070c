/** The PDF report of a scan, made when it is asked for: from the evidence that was kept and the decisions of now. */
import type { Decision } from '../core/decision.ts';
import type { Evidence } from '../core/evidence.ts';
import { InputError } from '../core/errors.ts';
import type { Language } from '../report/messages/catalogue.ts';
import { numberFindings } from '../scan/finding-views.ts';
import type { ScanRow } from '../store/scans.ts';
import { finishedEvidence } from './native/result.ts';
import { keepRecent } from './recent.ts';
import type { HttpServices } from './services.ts';
import { shareToken } from './share-token.ts';

export interface ReportOptions {
  readonly minScore: number;
  readonly language: Language;
}

/** Most findings of one report, best first; the last page says how many more there are. */
const MAX_FINDINGS = 1000;
const LANGUAGES = ['en', 'ko', 'fr'] as const satisfies readonly Language[];

const rendered = keepRecent<Uint8Array>(4);

/** @throws {ConflictError} the scan has not finished. */
export async function reportPdf(scan: ScanRow, options: ReportOptions, services: HttpServices): Promise<Uint8Array> {
  const { evidence, sha256 } = await finishedEvidence(scan, services);
  const history = await services.store.decisions.history(scan.id);
  const key = JSON.stringify([scan.id, sha256, scan.name, options, services.baseUrl(), [...history]]);
  return rendered.get(key, () => render(scan, { evidence, sha256, history }, options, services));
}

interface Reported {
  readonly evidence: Evidence;
  readonly sha256: string;
  readonly history: ReadonlyMap<string, readonly Decision[]>;
}

async function render(scan: ScanRow, { evidence, sha256, history }: Reported, { minScore, language }: ReportOptions, services: HttpServices): Promise<Uint8Array> {
  const { store, blobs, compute, baseUrl, config } = services;
  const findings = numberFindings(evidence, history);
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
  }, { lane: 'report', timeoutMs: config.taskTimeoutMs });
  return bytes;
}

/** Encoded figures by SHA-256, only those that are shown. */
async function readFigures({ figures, references = [] }: Evidence, wanted: ReadonlySet<string>, blobs: HttpServices['blobs']): Promise<Map<string, Uint8Array>> {
  const map = new Map<string, Uint8Array>();
  for (const { id, sha256 } of [...figures, ...references]) if (wanted.has(id) && !map.has(sha256)) map.set(sha256, await blobs.read(sha256));
  return map;
}

/** @throws {InputError} */
export function readLanguage(text: string | undefined): Language {
  const language = text === undefined ? 'en' : LANGUAGES.find((one) => one === text);
  if (!language) throw new InputError('request/invalid', `lang is "${text?.slice(0, 20)}"; expected ${LANGUAGES.join(', ')}`);
  return language;
}
