/** Bulk enrolments: how far each is, and what was skipped. */
import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IngestView } from '../../../src/http/native/reference-wire.ts';
import { ingestQuery, isEnded, useEndIngest, useIngests } from '../api/reference.ts';
import { dateTime } from '../i18n/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useErrorText } from '../ui/problem-text.ts';
import { ApiError } from '../api/client.ts';
import css from './ingest-list.module.css';

const SHOWN = 5;

export function IngestList() {
  const { t } = useTranslation();
  const { data: ingests, error } = useIngests(true);
  const [all, setAll] = useState(false);
  const [asked, setAsked] = useState<IngestView>();
  if (error) return <ProblemAlert error={error} />;
  if (!ingests || ingests.length === 0) return null;

  return (
    <section aria-labelledby="ingests" className={css.section}>
      <h2 id="ingests">{t('ingest.title')}</h2>
      <ul className={css.list}>{(all ? ingests : ingests.slice(0, SHOWN)).map((ingest) => <IngestItem key={ingest.id} ingest={ingest} onSkips={() => setAsked(ingest)} />)}</ul>
      {!all && ingests.length > SHOWN && <div><Button variant="default" size="xs" onClick={() => setAll(true)}>{t('ingest.all', { count: ingests.length })}</Button></div>}
      <Dialog opened={asked !== undefined} onClose={() => setAsked(undefined)} title={t('ingest.skipsTitle')} size="lg">{asked && <Skips id={asked.id} />}</Dialog>
    </section>
  );
}

function IngestItem({ ingest, onSkips }: { readonly ingest: IngestView; onSkips(): void }) {
  const { t, i18n } = useTranslation();
  const errorText = useErrorText();
  const end = useEndIngest();
  const { name, state, source, total, enrolled, known, skipped, images, rechecked, reopened, problem, createdAt } = ingest;
  const ended = isEnded(ingest);
  const done = enrolled + known + skipped;
  const percent = total ? Math.floor((done / total) * 100) : 0;
  const about = [source.collection, source.title, source.doi, source.licence].filter(Boolean).join(' · ');

  return (
    <li className={css.item}>
      <div className={css.what}><strong>{name}</strong>{about && <span className={css.dim}>{about}</span>}</div>
      <div className={css.state} role={ended ? undefined : 'status'}>
        <span data-state={state}>{t(`ingest.state.${state}`)}</span>
        {!ended && <Progress value={percent} aria-label={t('progress.label')} className={css.bar} />}
        {!ended && total !== null && <span className={css.dim}>{t('progress.units', { done, total })}</span>}
        <span className={css.dim}>{t('ingest.images', { count: images })}{known > 0 && `, ${t('ingest.known', { count: known })}`}</span>
        {skipped > 0 && <button type="button" className={css.skipped} onClick={onSkips}>{t('ingest.skipped', { count: skipped })}</button>}
        {rechecked > 0 && <span className={css.dim}>{t('ingest.reopened', { count: reopened, rechecked })}</span>}
        {problem && <span className={css.problem}>{errorText(new ApiError(400, problem))}</span>}
      </div>
      <span className={css.dim}>{dateTime(createdAt, i18n.language)}</span>
      {ended
        ? <ActionIcon variant="subtle" color="gray" aria-label={t('ingest.forget', { name })} loading={end.isPending} onClick={() => end.mutate(ingest)}><IconTrash size={18} stroke={1.6} /></ActionIcon>
        : <Button variant="default" size="xs" loading={end.isPending} onClick={() => end.mutate(ingest)}>{t('common.cancel')}</Button>}
    </li>
  );
}

function Skips({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(ingestQuery(id));
  if (error) return <ProblemAlert error={error} />;
  return (
    <>
      <ul className={css.skips}>{data?.skips.map(({ name, reason }) => <li key={name}><strong>{name}</strong> <span lang="en">{reason}</span></li>)}</ul>
      {data && data.skips.length < data.skipped && <p className={css.dim}>{t('ingest.more', { count: data.skipped - data.skips.length })}</p>}
    </>
  );
}
