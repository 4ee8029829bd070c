/** The frame around every page: skip link, bar, and what happens when the session ends. */
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { onSessionExpired } from '../api/client.ts';
import { meQuery } from '../api/session.ts';
import { KeyHelp } from '../keyboard/key-help.tsx';
import { TopBar } from './top-bar.tsx';
import css from './shell.module.css';

export function Shell() {
  const { t } = useTranslation();
  useReturnToSignIn();
  useFocusOnNavigation();

  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>{t('shell.skip')}</a>
      <TopBar />
      <div className={css.content}><Outlet /></div>
      <KeyHelp />
    </div>
  );
}

/** A 401 in the middle of work goes to sign-in, which returns here. */
function useReturnToSignIn(): void {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { href, pathname } = useLocation();
  useEffect(() => onSessionExpired(() => {
    if (pathname === '/sign-in' || pathname.startsWith('/result/')) return;
    client.removeQueries({ queryKey: meQuery.queryKey });
    void navigate({ to: '/sign-in', search: { next: href } });
  }), [client, navigate, href, pathname]);
}

/** Screen readers and the keyboard start at the new page's content, not at the link that was left. */
function useFocusOnNavigation(): void {
  const { pathname } = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [pathname]);
}
