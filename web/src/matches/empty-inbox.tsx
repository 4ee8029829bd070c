/** Nothing was found yet: what has to be there first. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import css from './matches-page.module.css';

export function EmptyInbox() {
  const { t } = useTranslation();
  return (
    <section className={css.empty} aria-label={t('matches.empty.title')}>
      <h2>{t('matches.empty.title')}</h2>
      <ol>
        <li>{t('matches.empty.register')}</li>
        <li>{t('matches.empty.watch')}</li>
        <li>{t('matches.empty.decide')}</li>
      </ol>
      <div className={css.actions}>
        <Button renderRoot={(props: object) => <Link {...props} to="/registry" />}>{t('matches.empty.toRegistry')}</Button>
        <Button variant="default" renderRoot={(props: object) => <Link {...props} to="/crawls" />}>{t('matches.toCrawls')}</Button>
      </div>
    </section>
  );
}
