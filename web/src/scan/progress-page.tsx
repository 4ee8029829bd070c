import { Button, Progress } from '@mantine/core';
import { IconCheck, IconCircle, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import { useCancelScan } from '../api/scans.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { STAGES, stageState } from './stages.ts';
import css from './progress-page.module.css';

const ICON = { done: IconCheck, now: IconLoader2, waiting: IconCircle } as const;

export function ProgressPage({ scan }: { readonly scan: ScanSummary }) {
  const { t } = useTranslation();
  const cancel = useCancelScan();
  const { progress } = scan;
  const percent = Math.floor(progress.overall * 100);
  useTitle(`${percent} % · ${scan.name}`);

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <h1>{scan.name}</h1>
      <div className={css.bar}>
        <Progress value={percent} aria-label={t('progress.label')} size="md" />
        <span className={css.percent}>{percent} %</span>
      </div>
      <p className="visually-hidden" role="status">{t(`stage.${progress.stage}`)}</p>
      <ol className={css.stages}>
        {STAGES.map((stage) => {
          const state = stageState(stage, progress);
          const Icon = ICON[state];
          return (
            <li key={stage} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
              <Icon size={18} stroke={1.8} aria-hidden />
              <span>{t(`stage.${stage}`)}<span className="visually-hidden"> – {t(`stageState.${state}`)}</span></span>
              {state === 'now' && progress.total > 0 && <span className={css.units}>{t('progress.units', { done: progress.done, total: progress.total })}</span>}
            </li>
          );
        })}
      </ol>
      <p className={css.note}>{t('progress.leave')}</p>
      {cancel.error && <ProblemAlert error={cancel.error} />}
      {!scan.readOnly && <Button variant="default" onClick={() => cancel.mutate(scan.id)} loading={cancel.isPending}>{t('progress.cancel')}</Button>}
    </main>
  );
}
