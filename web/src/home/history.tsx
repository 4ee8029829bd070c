/** The user's scans, newest first. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import { historyQuery, isOver, useDeleteScan } from '../api/scans.ts';
import { date, dateTime } from '../i18n/format.ts';
import { BandCounts } from '../ui/band-counts.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { StateLabel } from '../ui/state-label.tsx';
import { SampleOffer } from './sample-offer.tsx';
import css from './history.module.css';

export function History() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 250);
  const [doomed, setDoomed] = useState<ScanSummary>();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...historyQuery(settled),
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.scans.some((scan) => !isOver(scan.state))) ? 2500 : false),
  });
  const scans = data?.pages.flatMap((page) => page.scans) ?? [];
  const count = data?.pages[0]?.count ?? 0;
  const unused = !isPending && !error && scans.length === 0 && settled === '';

  return (
    <section aria-labelledby="history" className={css.section}>
      <div className={css.head}>
        <h2 id="history">{t('history.title')}</h2>
        {!unused && <TextInput className={css.search} value={search} onChange={({ currentTarget }) => setSearch(currentTarget.value)} type="search" placeholder={t('history.search')} aria-label={t('history.search')} leftSection={<IconSearch size={16} aria-hidden />} />}
      </div>
      {error && <ProblemAlert error={error} />}
      {unused && <SampleOffer />}
      {!unused && !isPending && scans.length === 0 && !error && <p className={css.none} role="status">{t('history.noMatch', { search: settled })}</p>}
      {scans.length > 0 && <ScanTable scans={scans} onDelete={setDoomed} />}
      {scans.length > 0 && (
        <div className={css.foot}>
          <span role="status">{t('history.shown', { shown: scans.length, count: Math.max(count, scans.length) })}</span>
          {hasNextPage && <Button variant="default" size="xs" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>{t('history.more')}</Button>}
        </div>
      )}
      <DeleteDialog scan={doomed} onClose={() => setDoomed(undefined)} />
    </section>
  );
}

function ScanTable({ scans, onDelete }: { readonly scans: readonly ScanSummary[]; onDelete(scan: ScanSummary): void }) {
  const { t, i18n } = useTranslation();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('history.name')}</th>
          <th scope="col">{t('history.state')}</th>
          <th scope="col">{t('history.findings')}</th>
          <th scope="col">{t('history.date')}</th>
          <th scope="col" className={css.optional}>{t('history.kept')}</th>
          <th scope="col"><span className="visually-hidden">{t('common.delete')}</span></th>
        </tr>
      </thead>
      <tbody>
        {scans.map((scan) => (
          <tr key={scan.id}>
            <td className={css.name}><Link to="/scans/$id" params={{ id: scan.id }}>{scan.name}</Link>{scan.apiScan && <span className={css.api}>API</span>}</td>
            <td><StateLabel scan={scan} /></td>
            <td>{scan.state === 'finished' ? <BandCounts counts={scan.counts} /> : <span aria-hidden>–</span>}</td>
            <td className={css.when}>{dateTime(scan.createdAt, i18n.language)}</td>
            <td className={`${css.when} ${css.optional}`}>{date(scan.expiresAt, i18n.language)}</td>
            <td className={css.act}>
              <ActionIcon variant="subtle" color="gray" aria-label={t('history.delete', { name: scan.name })} onClick={() => onDelete(scan)}><IconTrash size={18} stroke={1.6} /></ActionIcon>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DeleteDialog({ scan, onClose }: { readonly scan: ScanSummary | undefined; onClose(): void }) {
  const { t } = useTranslation();
  const remove = useDeleteScan();
  return (
    <Dialog opened={scan !== undefined} onClose={onClose} title={t('history.deleteTitle')}>
      <p>{t('history.deleteText', { name: scan?.name ?? '' })}</p>
      {remove.error && <ProblemAlert error={remove.error} />}
      <div className={css.dialogActions}>
        <Button variant="default" onClick={onClose} data-autofocus>{t('common.keep')}</Button>
        <Button color="red" loading={remove.isPending} onClick={() => scan && remove.mutate(scan.id, { onSuccess: onClose })}>{t('common.delete')}</Button>
      </div>
    </Dialog>
  );
}
