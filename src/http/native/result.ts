/** What a scan found: the result page's one reply, the findings alone, the stored evidence, and whether it can be had again. */
import { Type } from 'typebox';
import { ConflictError, NotFoundError } from '../../core/errors.ts';
import type { Evidence } from '../../core/evidence.ts';
import { numberFindings } from '../../scan/finding-views.ts';
import type { ScanRow, StoredEvidence } from '../../store/scans.ts';
import { toScanSummary } from '../scan-view.ts';
import { keepRecent } from '../recent.ts';
import type { HttpServices, Routes } from '../services.ts';
import { readableScan } from './scan-access.ts';
import type { FindingView, ScanResult } from './wire.ts';

const tags = ['results'];
const Ref = Type.Object({ ref: Type.String() });

export const result: Routes = async (app, services) => {
  app.get('/scans/:ref/result', { schema: { tags, summary: 'Everything about a finished scan', params: Ref } }, async (request): Promise<ScanResult> => {
    const access = await readableScan(request, request.params.ref, services);
    const { evidence, sha256 } = await finishedEvidence(access.scan, services);
    const { engine, parameters, files, pages, figures, panels, provenance = [], references = [], runs } = evidence;
    return {
      scan: await toScanSummary(access.scan, access, services),
      engine, parameters, files, pages, figures, panels, provenance, references, runs,
      findings: numberFindings(evidence, await services.store.decisions.history(access.scan.id)),
      evidenceSha256: sha256,
    };
  });

  app.get('/scans/:ref/findings', {
    schema: { tags, summary: 'Findings with a score of at least minScore', params: Ref, querystring: Type.Object({ minScore: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })) }) },
  }, async (request): Promise<{ findings: FindingView[] }> => {
    const { scan } = await readableScan(request, request.params.ref, services);
    const { evidence } = await finishedEvidence(scan, services);
    const { minScore = scan.min_score } = request.query;
    const views = numberFindings(evidence, await services.store.decisions.history(scan.id));
    return { findings: views.filter(({ score }) => score >= minScore) };
  });

  app.get('/scans/:ref/evidence', { schema: { tags, summary: 'The evidence, byte for byte as it was kept', params: Ref } }, async (request, reply) => {
    const { scan } = await readableScan(request, request.params.ref, services);
    const { text, sha256 } = await finishedEvidence(scan, services);
    return reply.header('content-type', 'application/json; charset=utf-8').header('x-evidence-sha256', sha256).send(text);
  });
};

/** @throws {ConflictError} `scan/not-ready`, `scan/failed`, `scan/cancelled` */
export async function finishedEvidence(scan: ScanRow, { store }: Pick<HttpServices, 'store'>): Promise<StoredEvidence & { readonly evidence: Evidence }> {
  if (scan.state === 'failed') throw new ConflictError('scan/failed', scan.problem?.message ?? 'this scan failed');
  if (scan.state === 'cancelled') throw new ConflictError('scan/cancelled', 'this scan was cancelled');
  if (scan.state !== 'finished') throw new ConflictError('scan/not-ready', 'this scan has not finished yet; follow its events or ask again');
  return parsed.get(`${scan.id} ${scan.run}`, () => store.scans.evidence(scan.id)); // evidence of a run never changes
}

/** Evidence of the scans looked at last: every picture of a page needs it. */
const parsed = keepRecent<StoredEvidence & { readonly evidence: Evidence }>(8);

/** @throws {NotFoundError} */
export function findFinding(evidence: Evidence, id: string, history: Parameters<typeof numberFindings>[1]): FindingView {
  const found = numberFindings(evidence, history).find((view) => view.id === id);
  if (!found) throw new NotFoundError('not-found', 'this scan has no finding with this id', { id });
  return found;
}
