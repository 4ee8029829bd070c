/** Our evidence in their words. */
import { toCsv } from '../../../core/csv.ts';
import type { Evidence } from '../../../core/evidence.ts';
import type { FindingKind } from '../../../core/finding.ts';
import type { ScanRow } from '../../../store/scans.ts';
import { FAILED, RUNNING, type CountName, type ErrorReply, type OverviewEntry, type ResultReply, type RunningReply } from './wire.ts';

/** Which of their counts a finding goes to; a watermark is no integrity issue and goes to none. */
const COUNTED_AS = {
  'copy-move': 'localDuplicateCount', duplicate: 'localDuplicateCount', 'external-duplicate': 'externDuplicateCount',
  splice: 'alterationCount', 'tampered-region': 'alterationCount', generated: 'aiImageCount', watermark: undefined,
} as const satisfies Record<FindingKind, CountName | undefined>;

/** Findings under the minScore of the scan are not counted; the evidence keeps them, the web application shows them on demand. An image that its file and its pixels both call generated is one. */
export function toResultReply(scan: Pick<ScanRow, 'id' | 'min_score'>, { findings }: Pick<Evidence, 'findings'>, links: Links): ResultReply {
  const issues = findings.filter(({ kind }) => COUNTED_AS[kind] !== undefined);
  const counted = issues.filter(({ score }) => score >= scan.min_score);
  const count = (name: CountName): number => counted.filter(({ kind }) => COUNTED_AS[kind] === name).length;
  return {
    scanId: scan.id,
    alterationCount: count('alterationCount'),
    localDuplicateCount: count('localDuplicateCount'),
    externDuplicateCount: count('externDuplicateCount'),
    aiImageCount: new Set(counted.filter(({ kind }) => COUNTED_AS[kind] === 'aiImageCount').map(({ sides }) => sides[0]?.image)).size,
    ...links,
    minScore: scan.min_score,
    highestScore: highest(counted),
    highestScoreAll: highest(issues),
  };
}

const highest = (findings: readonly { readonly score: number }[]): number => findings.reduce((best, { score }) => Math.max(best, score), 0);

export type Links = Pick<ResultReply, 'pdfReport' | 'resultUrl'>;

export function toLinks(baseUrl: string, token: string): Links {
  return { pdfReport: `${baseUrl}/pdfreport/${token}.pdf`, resultUrl: `${baseUrl}/result/${token}` };
}

export function toRunningReply({ id, progress }: Pick<ScanRow, 'id' | 'progress'>): RunningReply {
  return { scanId: id, message: RUNNING, progress: progress.overall };
}

/** A cancelled scan has no result and never will, which their API knows only as a failure. */
export function toFailedReply({ id, problem, state }: Pick<ScanRow, 'id' | 'problem' | 'state'>, requestId: string): ErrorReply {
  const cancelled = state === 'cancelled';
  return {
    message: FAILED,
    code: cancelled ? 'scan/cancelled' : (problem?.code ?? 'scan/failed'),
    requestId,
    scanId: id,
    reason: cancelled ? 'the scan was cancelled' : (problem?.message ?? 'the scan failed'),
  };
}

export function toOverviewEntry({ id, created_at, email, free_of_charge, api_scan }: ScanRow & { readonly email: string }): OverviewEntry {
  return { scanId: id, scanDate: created_at.toISOString().slice(0, 19), user: email, freeOfCharge: free_of_charge, apiScan: api_scan };
}

const COLUMNS = ['scanId', 'scanDate', 'user', 'freeOfCharge', 'apiScan'] as const satisfies readonly (keyof OverviewEntry)[];

export function toOverviewCsv(scans: readonly OverviewEntry[]): string {
  return toCsv(COLUMNS, scans.map((scan) => COLUMNS.map((name) => scan[name])));
}
