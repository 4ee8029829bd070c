import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { demoHintQuery, useSignIn } from '../api/session.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import css from './sign-in-page.module.css';

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const signIn = useSignIn();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const { data: demo } = useQuery(demoHintQuery);
  useTitle(t('signIn.title'));

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ user: user.trim(), password }, { onSuccess: () => void navigate({ href: next ?? '/', replace: true }) });
  };

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <h1>{t('signIn.title')}</h1>
      <p className={css.claim}>{t('signIn.claim')}</p>
      {next && <p className={css.claim} role="status">{t('signIn.returns')}</p>}
      <form className={css.form} onSubmit={submit}>
        <TextInput label={t('signIn.user')} value={user} onChange={({ currentTarget }) => setUser(currentTarget.value)} autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus withAsterisk={false} />
        <PasswordInput label={t('signIn.password')} value={password} onChange={({ currentTarget }) => setPassword(currentTarget.value)} autoComplete="current-password" required withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }} />
        {signIn.error && <ProblemAlert error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending}>{t('signIn.submit')}</Button>
      </form>
      {demo && <p className={css.hint}>{t('signIn.demo', { name: demo })}</p>}
    </main>
  );
}
