/** The leak desk: hand out an original in marked copies; drop a leaked file and see whose copy it is. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { leaksQuery } from '../api/leaks.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { HandOut } from './hand-out.tsx';
import { HandedOut } from './handed-out.tsx';
import css from './leaks-page.module.css';

export function LeaksPage() {
  const { t } = useTranslation();
  const { data: leaks, error } = useQuery(leaksQuery);
  useTitle(t('leaks.title'));

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <h1>{t('leaks.title')}</h1>
      <p className={css.text}>{t('leaks.text')}</p>
      <HandOut />
      <section className={css.section} aria-labelledby="handed-out">
        <h2 id="handed-out">{t('leaks.handedOut')}</h2>
        {error && <ProblemAlert error={error} />}
        {leaks?.length === 0 && <p className={css.text} role="status">{t('leaks.none')}</p>}
        {leaks?.map((leak) => <HandedOut key={leak.id} leak={leak} />)}
      </section>
    </main>
  );
}
