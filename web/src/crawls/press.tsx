/** The press: an issue is a PDF with the name of the paper and the day it appeared. */
import { ActionIcon, Button, FileInput, Progress, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PressIssueView } from '../../../src/http/native/press-wire.ts';
import { sendIssue, useIssueChanges, useIssues } from '../api/crawls.ts';
import { useUpload } from '../api/use-upload.ts';
import { date as dateWord } from '../i18n/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import page from '../ui/page.module.css';
import css from './crawls-page.module.css';

export function Press() {
  const { t } = useTranslation();
  const { data: issues, error } = useIssues();
  const [doomed, setDoomed] = useState<PressIssueView>();
  const { remove } = useIssueChanges();
  return (
    <section className={page.section} aria-labelledby="press">
      <h2 id="press">{t('press.title')}</h2>
      <p className={page.dim}>{t('press.text')}</p>
      <NewIssue />
      {error && <ProblemAlert error={error} />}
      {issues?.length === 0 && <p className={css.none} role="status">{t('press.none')}</p>}
      <ul className={css.list}>{issues?.map((issue) => <Issue key={issue.id} issue={issue} onDelete={() => setDoomed(issue)} />)}</ul>
      <Dialog opened={doomed !== undefined} onClose={() => setDoomed(undefined)} title={t('press.deleteTitle')}>
        <p>{t('press.deleteText', { name: doomed?.name ?? '' })}</p>
        {remove.error && <ProblemAlert error={remove.error} />}
        <div className={page.dialogActions}>
          <Button variant="default" onClick={() => setDoomed(undefined)} data-autofocus>{t('common.keep')}</Button>
          <Button color="red" loading={remove.isPending} onClick={() => doomed && remove.mutate(doomed.id, { onSuccess: () => setDoomed(undefined) })}>{t('common.delete')}</Button>
        </div>
      </Dialog>
    </section>
  );
}

function NewIssue() {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [day, setDay] = useState('');
  const { refresh } = useIssueChanges();
  const { sent, error, send } = useUpload(async (issue: { readonly file: File; readonly name: string; readonly date: string }, onSent, signal) => {
    await sendIssue(issue, onSent, signal);
    setFile(null);
    await refresh();
  });
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (file) void send({ file, name, date: day }); }}>
      <div className={css.line}>
        <FileInput className={css.grow} label={t('press.file')} placeholder={t('press.choose')} accept="application/pdf,.pdf" value={file} onChange={setFile} clearable clearButtonProps={{ 'aria-label': t('press.clear') }} />
        <TextInput className={css.grow} label={t('press.name')} value={name} maxLength={200} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <TextInput type="date" label={t('press.date')} value={day} onChange={({ currentTarget }) => setDay(currentTarget.value)} />
        <Button type="submit" loading={sent !== undefined} disabled={!file || name.trim() === '' || day === ''}>{t('press.send')}</Button>
      </div>
      {error !== undefined && <ProblemAlert error={error} />}
    </form>
  );
}

function Issue({ issue: { name, date, state, pages, pagesDone, matches, problem, mine, fileName }, onDelete }: { readonly issue: PressIssueView; onDelete(): void }) {
  const { t, i18n } = useTranslation();
  const reading = state === 'waiting' || state === 'running';
  return (
    <li className={css.item}>
      <div className={css.head}>
        <h3 className={css.name}>{name}, {dateWord(`${date}T12:00:00Z`, i18n.language)}</h3>
        <span className={css.state} data-state={state} role={reading ? 'status' : undefined}>{reading ? t('press.reading', { done: pagesDone, pages: pages ?? '…' }) : t(`press.state.${state}`)}</span>
        <div className={css.end}>{mine && <ActionIcon variant="subtle" color="gray" aria-label={t('press.delete', { name })} onClick={onDelete}><IconTrash size={18} stroke={1.6} /></ActionIcon>}</div>
      </div>
      {reading && <Progress value={pages ? (100 * pagesDone) / pages : 0} aria-label={t('press.progress', { name })} />}
      <p className={page.dim}>{fileName}{!mine && ` · ${t('press.ofOperator')}`} · <Link to="/matches" search={{ type: 'press', by: 'domain', pile: name }}>{t('press.matches', { count: matches })}</Link></p>
      {problem && <p className={css.problem} lang="en">{problem}</p>}
    </li>
  );
}
