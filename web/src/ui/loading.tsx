import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './loading.module.css';

export function Loading() {
  const { t } = useTranslation();
  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <div role="status" className={css.status}><Loader size="sm" type="dots" /><span>{t('common.loading')}</span></div>
    </main>
  );
}
