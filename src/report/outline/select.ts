/** Which findings a report prints. */
import type { ReportFinding, ReportInput } from '../report-input.ts';

export interface Selection {
  /** Best first. */
  readonly shown: readonly ReportFinding[];
  /** At or above the threshold: shown and cut. */
  readonly passing: readonly ReportFinding[];
  /** Under the threshold. */
  readonly hidden: number;
  /** At or above the threshold, but past the limit. */
  readonly cut: number;
  readonly limit: number;
}

export function select({ findings, minScore, limit = 1000 }: Pick<ReportInput, 'findings' | 'minScore' | 'limit'>): Selection {
  const passing = findings
    .filter(({ score }) => score >= minScore)
    .toSorted((a, b) => b.score - a.score || a.number - b.number);
  const shown = passing.slice(0, limit);
  return { shown, passing, hidden: findings.length - passing.length, cut: passing.length - shown.length, limit };
}
