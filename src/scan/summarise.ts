/** What a list shows of a finished scan. */
import type { Evidence } from '../core/evidence.ts';
import { bandOf } from '../core/finding.ts';

export function summarise({ findings }: Pick<Evidence, 'findings'>): { counts: { low: number; fair: number; high: number }; highest_score: number } {
  const counts = { low: 0, fair: 0, high: 0 };
  for (const { score } of findings) counts[bandOf(score)]++;
  return { counts, highest_score: findings.reduce((best, { score }) => Math.max(best, score), 0) };
}
