/** A session: how far its crawl is, what can be done with it, and what each crawl brought. */
import { ActionIcon, Button, NativeSelect, Progress } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CrawlView } from '../../../src/http/native/crawls-wire.ts';
import { isWorking, useCrawlChanges, useProgress, type CrawlStep } from '../api/crawls.ts';
import { bytes, dateTime } from '../i18n/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { Batches } from './batches.tsx';
import page from '../ui/page.module.css';
import css from './crawls-page.module.css';

/** s between two crawls; 0: only when asked for. */
const SCHEDULES = [0, 3600, 86_400, 604_800] as const;
const STATES = ['pending', 'running', 'failed', 'done', 'paused'] as const;

export function CrawlItem({ crawl, hasBrowser }: { readonly crawl: CrawlView; readonly hasBrowser: boolean }) {
  const { t, i18n } = useTranslation();
  useProgress(crawl);
  const [open, setOpen] = useState(false);
  const [doomed, setDoomed] = useState(false);
  const { step, change, remove } = useCrawlChanges();
  const { id, startUrls, state, cycle, progress, matches, repeatAfter, nextAt, crawlDelay, render } = crawl;
  const working = isWorking(crawl);
  const known = progress.done + progress.open;
  const name = startUrls[0] ?? '';
  const go = (which: CrawlStep) => () => step.mutate({ id, step: which });

  return (
    <li className={css.item}>
      <div className={css.head}>
        <h3 className={css.name}>{name}</h3>
        <span className={css.state} data-state={state} role={working ? 'status' : undefined}>{t(`crawls.state.${STATES.find((one) => one === state) ?? 'done'}`)}</span>
        <div className={css.end}>
          {working && <Button size="xs" variant="default" leftSection={<IconPlayerPause size={15} aria-hidden />} loading={step.isPending} onClick={go('pause')}>{t('crawls.pause')}</Button>}
          {state === 'paused' && <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={15} aria-hidden />} loading={step.isPending} onClick={go('resume')}>{t('crawls.resume')}</Button>}
          {(state === 'done' || state === 'failed') && <Button size="xs" variant="default" leftSection={<IconRefresh size={15} aria-hidden />} loading={step.isPending} onClick={go('crawl')}>{t('crawls.again')}</Button>}
          <ActionIcon variant="subtle" color="gray" aria-label={t('crawls.delete', { name })} onClick={() => setDoomed(true)}><IconTrash size={18} stroke={1.6} /></ActionIcon>
        </div>
      </div>
      {working && <Progress value={known > 0 ? (100 * progress.done) / known : 0} animated={state === 'running'} aria-label={t('crawls.progress', { name })} />}
      <dl className={css.numbers}>
        <div><dt>{t('crawls.cycle')}</dt><dd>{cycle}</dd></div>
        <div><dt>{t('crawls.pages')}</dt><dd>{progress.pages}</dd></div>
        <div><dt>{t('crawls.images')}</dt><dd>{progress.images}</dd></div>
        <div><dt>{t('crawls.open')}</dt><dd>{progress.open}</dd></div>
        <div><dt>{t('crawls.received')}</dt><dd>{bytes(progress.bytes, i18n.language)}</dd></div>
        <div><dt>{t('crawls.time')}</dt><dd>{Math.round(progress.workedMs / 1000)} / {crawlDelay} s</dd></div>
        <div><dt>{t('crawls.matches')}</dt><dd><Link to="/matches" search={{ type: matches.web > 0 || matches.credit === 0 ? 'web' : 'credit' }}>{matches.web + matches.credit}</Link></dd></div>
      </dl>
      {render && !hasBrowser && <p className={page.dim}>{t('crawls.new.noBrowser')}</p>}
      <div className={css.line}>
        <NativeSelect size="xs" label={t('crawls.schedule.label')} value={String(SCHEDULES.find((one) => one === (repeatAfter ?? 0)) ?? repeatAfter)} disabled={change.isPending}
          data={[...SCHEDULES, ...(repeatAfter !== null && !SCHEDULES.some((one) => one === repeatAfter) ? [repeatAfter] : [])].map((value) => ({ value: String(value), label: scheduleWord(value) }))}
          onChange={({ currentTarget }) => change.mutate({ id, repeatAfter: Number(currentTarget.value) || null })} />
        {nextAt && <span className={page.dim}>{t('crawls.next', { when: dateTime(nextAt, i18n.language) })}</span>}
        <Button size="xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>{t('crawls.batches')}</Button>
      </div>
      {open && <Batches crawl={crawl} />}
      {(step.error ?? change.error) && <ProblemAlert error={step.error ?? change.error} />}
      <Dialog opened={doomed} onClose={() => setDoomed(false)} title={t('crawls.deleteTitle')}>
        <p>{t('crawls.deleteText', { name })}</p>
        {remove.error && <ProblemAlert error={remove.error} />}
        <div className={page.dialogActions}>
          <Button variant="default" onClick={() => setDoomed(false)} data-autofocus>{t('common.keep')}</Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(id)}>{t('common.delete')}</Button>
        </div>
      </Dialog>
    </li>
  );

  function scheduleWord(value: number): string {
    if (value === 0) return t('crawls.schedule.never');
    if (value === 3600) return t('crawls.schedule.hourly');
    if (value === 86_400) return t('crawls.schedule.daily');
    return value === 604_800 ? t('crawls.schedule.weekly') : t('crawls.schedule.every', { seconds: value });
  }
}
