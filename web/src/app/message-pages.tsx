/** Pages that say why there is nothing else to see: not found, crashed, maintenance, unreachable, expired. */
import { Button } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import { useTitle } from '../ui/use-title.ts';
import css from './message-pages.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export function MessagePage({ title, children, action }: Props) {
  useTitle(title);
  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <h1>{title}</h1>
      <div className={css.text}>{children}</div>
      {action}
    </main>
  );
}

export function HomeButton() {
  const { t } = useTranslation();
  return <Button component={Link} to="/" variant="default">{t('message.home')}</Button>;
}

export function ReloadButton() {
  const { t } = useTranslation();
  return <Button onClick={() => window.location.reload()}>{t('message.reload')}</Button>;
}

export function NotFoundPage() {
  const { t } = useTranslation();
  return <MessagePage title={t('message.notFound.title')} action={<HomeButton />}><p>{t('message.notFound.text')}</p></MessagePage>;
}

/** A scan that is not there: deleted, past its retention, or somebody else's. The three look alike on purpose. */
export function ExpiredPage({ shared }: { readonly shared: boolean }) {
  const { t } = useTranslation();
  return (
    <MessagePage title={t('message.expired.title')} action={shared ? undefined : <HomeButton />}>
      <p>{t('message.expired.text')}</p>
      <p>{t(shared ? 'message.expired.shared' : 'message.expired.own')}</p>
    </MessagePage>
  );
}

/** What the server's answer means for the whole page. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError)) return <Crash error={error} />;
  if (error.code === 'maintenance' || error.status === 503) {
    return <MessagePage title={t('message.maintenance.title')} action={<ReloadButton />}><p>{t('message.maintenance.text')}</p></MessagePage>;
  }
  if (error.status === 0 || error.status >= 502) {
    return <MessagePage title={t('message.unreachable.title')} action={<ReloadButton />}><p>{t('message.unreachable.text')}</p></MessagePage>;
  }
  if (error.status === 404) return <NotFoundPage />;
  return (
    <MessagePage title={t('message.refused.title')} action={<ReloadButton />}>
      <p>{error.message}</p>
      {error.requestId && <p>{t('message.requestId', { id: error.requestId })}</p>}
    </MessagePage>
  );
}

function Crash({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <MessagePage title={t('message.crash.title')} action={<ReloadButton />}>
      <p>{t('message.crash.text')}</p>
      <pre className={css.detail}>{error instanceof Error ? error.message : String(error)}</pre>
    </MessagePage>
  );
}

export function CrashPage({ error }: ErrorComponentProps) {
  return <ErrorPage error={error} />;
}
