import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keysQuery } from '../api/keys.ts';
import { useMe } from '../api/session.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { ApiKey } from './api-key.tsx';
import { CurlExample } from './curl-example.tsx';
import { ImgauthAccess } from './imgauth-access.tsx';
import { Software } from './software.tsx';
import css from './account-page.module.css';

export function AccountPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { data: keys, error } = useQuery(keysQuery);
  useTitle(t('account.title'));

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <h1>{t('account.title')}</h1>
      {me && (
        <dl className={css.facts}>
          <dt>{t('account.name')}</dt><dd>{me.name}{me.admin && <span className={css.badge}>{t('account.admin')}</span>}{me.demo && <span className={css.badge}>{t('account.demo')}</span>}</dd>
          <dt>{t('account.email')}</dt><dd>{me.email}</dd>
        </dl>
      )}
      <section className={css.section} aria-labelledby="keys">
        <h2 id="keys">{t('key.title')}</h2>
        <p className={css.text}>{t('key.text')}</p>
        {me && !me.apiEnabled && <Alert color="yellow" variant="light">{t('key.disabled')}</Alert>}
        {error && <ProblemAlert error={error} />}
        {keys && <ApiKey api="imagetwin" known={keys.find(({ api }) => api === 'imagetwin')} />}
      </section>
      {keys && <ImgauthAccess keys={keys} origin={window.location.origin} />}
      <Software />
      <section className={css.section} aria-labelledby="example">
        <h2 id="example">{t('account.example')}</h2>
        <p className={css.text}>{t('account.exampleText')} <a href="/docs">{t('account.docs')}</a></p>
        <CurlExample origin={window.location.origin} />
      </section>
    </main>
  );
}
