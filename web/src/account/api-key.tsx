/** One key: made here, shown once, deleted here. */
import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../src/http/native/wire.ts';
import { useDeleteKey, useMakeKey } from '../api/keys.ts';
import { dateTime } from '../i18n/format.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import css from './account-page.module.css';

type Ask = 'replace' | 'delete';

export function ApiKey({ api, known }: { readonly api: string; readonly known: KeyView | undefined }) {
  const { t, i18n } = useTranslation();
  const make = useMakeKey(api);
  const remove = useDeleteKey(api);
  const [ask, setAsk] = useState<Ask>();
  const value = known && make.data?.prefix === known.prefix ? make.data.value : undefined;
  const error = make.error ?? remove.error;

  const act = (): void => {
    if (ask === 'replace') make.mutate(undefined, { onSettled: () => setAsk(undefined) });
    if (ask === 'delete') remove.mutate(undefined, { onSettled: () => setAsk(undefined) });
  };

  return (
    <div className={css.key}>
      {known ? (
        <dl className={css.facts}>
          <dt>{t('key.prefix')}</dt><dd><code>{known.prefix}…</code></dd>
          <dt>{t('key.created')}</dt><dd>{dateTime(known.createdAt, i18n.language)}</dd>
          <dt>{t('key.lastUsed')}</dt><dd>{known.lastUsedAt ? dateTime(known.lastUsedAt, i18n.language) : t('key.never')}</dd>
        </dl>
      ) : <p className={css.text}>{t('key.none')}</p>}
      {value && (
        <Alert color="blue" variant="light" role="status" title={t('key.once')} w="100%">
          <div className={css.value}><code>{value}</code><CopyButton text={value} /></div>
        </Alert>
      )}
      {error && <ProblemAlert error={error} />}
      <div className={css.actions}>
        <Button size="sm" loading={make.isPending} onClick={() => (known ? setAsk('replace') : make.mutate())}>{t(known ? 'key.replace' : 'key.make')}</Button>
        {known && <Button size="sm" variant="default" onClick={() => setAsk('delete')}>{t('key.delete')}</Button>}
      </div>
      <Dialog opened={ask !== undefined} onClose={() => setAsk(undefined)} title={t(ask === 'replace' ? 'key.replaceTitle' : 'key.deleteTitle')}>
        <p>{t(ask === 'replace' ? 'key.replaceText' : 'key.deleteText', { prefix: known?.prefix ?? '' })}</p>
        <div className={css.dialogActions}>
          <Button variant="default" onClick={() => setAsk(undefined)} data-autofocus>{t('common.keep')}</Button>
          <Button color="red" loading={make.isPending || remove.isPending} onClick={act}>{t(ask === 'replace' ? 'key.replace' : 'key.delete')}</Button>
        </div>
      </Dialog>
    </div>
  );
}
