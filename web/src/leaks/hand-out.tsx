/** One original and a list of recipients. */
import { Button, FileInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenLeak } from '../api/leaks.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import css from './leaks-page.module.css';

export function HandOut() {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [recipients, setRecipients] = useState('');
  const open = useOpenLeak();

  const submit = (): void => {
    if (!file) return;
    open.mutate({ file, recipients }, {
      onSuccess: () => {
        setFile(null);
        setRecipients('');
      },
    });
  };

  return (
    <section className={css.section} aria-labelledby="hand-out">
      <h2 id="hand-out">{t('leaks.new')}</h2>
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <FileInput label={t('leaks.original')} description={t('leaks.originalHelp')} placeholder={t('leaks.choose')} accept="image/jpeg,image/png,image/webp,image/tiff" value={file} onChange={setFile} clearable />
        <Textarea label={t('leaks.recipients')} description={t('leaks.recipientsHelp')} value={recipients} onChange={({ currentTarget }) => setRecipients(currentTarget.value)} autosize minRows={3} maxRows={12} />
        {open.error && <ProblemAlert error={open.error} />}
        <div><Button type="submit" loading={open.isPending} disabled={!file || recipients.trim() === ''}>{t('leaks.submit')}</Button></div>
      </form>
    </section>
  );
}
