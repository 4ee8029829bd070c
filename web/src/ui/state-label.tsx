import { useTranslation } from 'react-i18next';
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import css from './state-label.module.css';

export function StateLabel({ scan }: { readonly scan: ScanSummary }) {
  const { t } = useTranslation();
  const running = scan.state === 'running';
  return (
    <span className={css.state} data-state={scan.state}>
      {running ? t('state.runningAt', { percent: Math.floor(scan.progress.overall * 100) }) : t(`state.${scan.state}`)}
    </span>
  );
}
