/** A scan row as the native API shows it. */
import type { AccountRow } from '../store/accounts.ts';
import type { ScanRow } from '../store/scans.ts';
import type { ScanSummary } from './native/wire.ts';
import type { Services } from './services.ts';
import { shareToken } from './share-token.ts';

export async function toScanSummary(scan: ScanRow, { account, readOnly = false }: { readonly account: AccountRow; readonly readOnly?: boolean }, { store }: Pick<Services, 'store'>): Promise<ScanSummary> {
  return {
    id: scan.id,
    name: scan.name,
    state: scan.state,
    progress: { ...scan.progress },
    ...(scan.problem ? { problem: { code: scan.problem.code, message: scan.problem.message } } : {}),
    createdAt: scan.created_at.toISOString(),
    ...(scan.finished_at ? { finishedAt: scan.finished_at.toISOString() } : {}),
    expiresAt: scan.expires_at.toISOString(),
    minScore: scan.min_score,
    apiScan: scan.api_scan,
    user: account.name,
    counts: { ...scan.counts },
    highestScore: scan.highest_score,
    shareToken: `t_${await shareToken(store, scan.id)}`,
    readOnly,
  };
}
