/** The panel editor: what will be compared, to be corrected before a second scan. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { resultQuery } from '../api/scans.ts';
import { ErrorPage, ExpiredPage, MessagePage, NotFoundPage } from '../app/message-pages.tsx';
import { isGone } from '../scan/is-gone.ts';
import { ScanAddressContext } from '../scan/scan-address.ts';
import { Loading } from '../ui/loading.tsx';
import { PanelEditor } from './panel-editor.tsx';

export function PanelsPage() {
  const { t } = useTranslation();
  const { id, figure } = useParams({ from: '/own/scans/$id/panels/$figure' });
  const { data: result, error } = useQuery(resultQuery(id));
  if (isGone(error)) return <ExpiredPage shared={false} />;
  if (error) return <ErrorPage error={error} />;
  if (!result) return <Loading />;
  if (!result.figures.some((candidate) => candidate.id === figure)) return <NotFoundPage />;
  if (result.scan.readOnly) {
    return <MessagePage title={t('panels.list')} action={<Button component={Link} to={`/scans/${id}`} variant="default">{t('panels.back')}</Button>}><p>{t('panels.readOnly')}</p></MessagePage>;
  }
  return <ScanAddressContext value={{ ref: id, shared: false, base: { to: '/scans/$id', params: { id } } }}><PanelEditor result={result} figureId={figure} /></ScanAddressContext>;
}
