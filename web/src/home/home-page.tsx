import { useTranslation } from 'react-i18next';
import { useTitle } from '../ui/use-title.ts';
import { History } from './history.tsx';
import { NewScan } from './new-scan.tsx';
import css from './home-page.module.css';

export function HomePage() {
  const { t } = useTranslation();
  useTitle(t('home.title'));
  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <h1 className="visually-hidden">{t('home.title')}</h1>
      <NewScan />
      <History />
    </main>
  );
}
