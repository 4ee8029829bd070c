/** One finding, its two places against each other. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { resultQuery } from '../api/scans.ts';
import { ErrorPage, ExpiredPage, MessagePage, NotFoundPage } from '../app/message-pages.tsx';
import { percent } from '../i18n/format.ts';
import { filterFindings } from '../result/filters.ts';
import type { ViewSearch } from '../result/view-search.ts';
import { isGone } from '../scan/is-gone.ts';
import { pathOf, type ScanAddress, ScanAddressContext } from '../scan/scan-address.ts';
import { Loading } from '../ui/loading.tsx';
import { CompareView } from './compare-view.tsx';
import { START } from './settings.ts';

export function OwnComparePage() {
  const { id, findingId } = useParams({ from: '/own/scans/$id/findings/$findingId' });
  return <ComparePage address={{ ref: id, shared: false, base: { to: '/scans/$id', params: { id } } }} findingId={findingId} />;
}

export function SharedComparePage() {
  const { token, findingId } = useParams({ from: '/result/$token/findings/$findingId' });
  if (!/^[0-9a-f]{64}$/.test(token)) return <NotFoundPage />;
  return <ComparePage address={{ ref: `t_${token}`, shared: true, base: { to: '/result/$token', params: { token } } }} findingId={findingId} />;
}

function ComparePage({ address, findingId }: { readonly address: ScanAddress; readonly findingId: string }) {
  const { t } = useTranslation();
  const search: ViewSearch = useSearch({ strict: false });
  const { data: result, error } = useQuery(resultQuery(address.ref));
  const [settings, setSettings] = useState(() => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? { ...START, running: false } : START));
  if (isGone(error)) return <ExpiredPage shared={address.shared} />;
  if (error) return <ErrorPage error={error} />;
  if (!result) return <Loading />;

  const finding = result.findings.find(({ id }) => id === findingId);
  if (!finding) {
    return <MessagePage title={t('message.notFound.title')} action={<Button component={Link} to={pathOf(address)} variant="default">{t('compare.back')}</Button>}><p>{t('compare.missing')}</p></MessagePage>;
  }
  const figures = new Map(result.figures.map((figure) => [figure.id, figure]));
  const { shown } = filterFindings(result.findings, figures, search.min ?? percent(result.scan.minScore), search.off ?? []);
  const list = shown.some(({ id }) => id === finding.id) ? shown : result.findings; // a copied link may point at a hidden one

  return (
    <ScanAddressContext value={address}>
      <CompareView result={result} finding={finding} list={list} settings={settings} onSettings={(change) => setSettings((old) => ({ ...old, ...change }))} />
    </ScanAddressContext>
  );
}
