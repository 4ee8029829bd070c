/** Who else may see a folder or put media into it; the owner opens and closes it here. */
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { GrantView, MediumView } from '../../../src/http/native/media-wire.ts';
import { grantsQuery, useGrantChanges } from '../api/media.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import page from '../ui/page.module.css';
import css from './share-form.module.css';

const MODES = ['read', 'write'] as const satisfies readonly GrantView['mode'][];

export function ShareForm({ folder }: { readonly folder: MediumView }) {
  const { t } = useTranslation();
  const { data: all, error: unread } = useQuery(grantsQuery);
  const { give, take } = useGrantChanges();
  const [account, setAccount] = useState('');
  const [mode, setMode] = useState<GrantView['mode']>('read');
  const grants = all?.filter((grant) => grant.folder === folder.id) ?? [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    give.mutate({ folder: folder.id, account: account.trim(), mode }, { onSuccess: () => setAccount('') });
  };
  const error = unread ?? give.error ?? take.error;

  return (
    <div className={page.section}>
      <p className={page.dim}>{t('registry.shareText')}</p>
      {all && grants.length === 0 && <p>{t('registry.shareNobody')}</p>}
      {grants.length > 0 && (
        <ul className={css.grants} aria-label={t('registry.sharedWith')}>
          {grants.map((grant) => (
            <li key={grant.account}>
              <span>{grant.account}</span>
              <span className={page.dim}>{t(`registry.may.${grant.mode}`)}</span>
              <ActionIcon variant="subtle" color="gray" aria-label={t('registry.unshare', { account: grant.account })} loading={take.isPending && take.variables.account === grant.account} onClick={() => take.mutate(grant)}><IconX size={18} stroke={1.6} /></ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} className={css.form}>
        <TextInput label={t('registry.shareAccount')} value={account} onChange={({ currentTarget }) => setAccount(currentTarget.value)} maxLength={200} required data-autofocus autoComplete="off" />
        <NativeSelect label={t('registry.shareMay')} value={mode} data={MODES.map((value) => ({ value, label: t(`registry.may.${value}`) }))} onChange={({ currentTarget }) => setMode(MODES.find((one) => one === currentTarget.value) ?? 'read')} />
        <Button type="submit" loading={give.isPending} disabled={account.trim() === ''}>{t('registry.shareGive')}</Button>
      </form>
      {error && <ProblemAlert error={error} />}
    </div>
  );
}
