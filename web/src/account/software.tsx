/** The watermarking software and the key it needs. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { softwareQuery } from '../api/software.ts';
import { bytes } from '../i18n/format.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import css from './account-page.module.css';

const BASE = '/native/v1/account/watermarking';

export function Software() {
  const { t, i18n } = useTranslation();
  const { data: builds, error } = useQuery(softwareQuery);
  const size = (n: number): string => bytes(n, i18n.language);
  return (
    <section className={css.section} aria-labelledby="software">
      <h2 id="software">{t('software.title')}</h2>
      <p className={css.text}>{t('software.text')}</p>
      {error && <ProblemAlert error={error} />}
      {builds && (
        <ul className={css.downloads}>
          {builds.linux !== null && <li><a href={`${BASE}/software/linux`} download>{t('software.linux', { size: size(builds.linux) })}</a></li>}
          {builds.windows !== null && <li><a href={`${BASE}/software/windows`} download>{t('software.windows', { size: size(builds.windows) })}</a></li>}
          <li><a href={`${BASE}/public_key.der`} download>{t('software.key')}</a></li>
        </ul>
      )}
      {builds && (builds.linux === null || builds.windows === null) && <p className={css.text}>{t('software.missing')} <code>npm run build:lamark</code></p>}
    </section>
  );
}
