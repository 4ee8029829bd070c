/** One scan: its progress while it runs, its result after, or why there is none. */
import { useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useScan } from '../api/progress.ts';
import { resultQuery } from '../api/scans.ts';
import { ErrorPage, ExpiredPage, NotFoundPage } from '../app/message-pages.tsx';
import { ResultPage } from '../result/result-page.tsx';
import { Loading } from '../ui/loading.tsx';
import { FailedPage } from './failed-page.tsx';
import { isGone } from './is-gone.ts';
import { ProgressPage } from './progress-page.tsx';
import { type ScanAddress, ScanAddressContext } from './scan-address.ts';

export function OwnScanPage() {
  const { id } = useParams({ from: '/own/scans/$id' });
  return <ScanAddressContext value={{ ref: id, shared: false, base: { to: '/scans/$id', params: { id } } }}><ScanPage scanRef={id} shared={false} /></ScanAddressContext>;
}

export function SharedScanPage() {
  const { token } = useParams({ from: '/result/$token' });
  if (!/^[0-9a-f]{64}$/.test(token)) return <NotFoundPage />;
  const address: ScanAddress = { ref: `t_${token}`, shared: true, base: { to: '/result/$token', params: { token } } };
  return <ScanAddressContext value={address}><ScanPage scanRef={address.ref} shared /></ScanAddressContext>;
}

function ScanPage({ scanRef, shared }: { readonly scanRef: string; readonly shared: boolean }) {
  const { data: scan, error } = useScan(scanRef);
  if (isGone(error)) return <ExpiredPage shared={shared} />;
  if (error && !scan) return <ErrorPage error={error} />;
  if (!scan) return <Loading />;
  if (scan.state === 'queued' || scan.state === 'running') return <ProgressPage scan={scan} />;
  if (scan.state === 'failed' || scan.state === 'cancelled') return <FailedPage scan={scan} />;
  return <Finished scanRef={scanRef} shared={shared} />;
}

function Finished({ scanRef, shared }: { readonly scanRef: string; readonly shared: boolean }) {
  const { data, error } = useQuery(resultQuery(scanRef));
  if (isGone(error)) return <ExpiredPage shared={shared} />;
  if (error) return <ErrorPage error={error} />;
  return data ? <ResultPage result={data} /> : <Loading />;
}
