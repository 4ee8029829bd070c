/** The empty state: what can be found, what cannot, and a sample for who has no picture at hand. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../ui/page.module.css';
import css from './documents-page.module.css';

export function WhatIsSeen({ onSample }: { onSample(): Promise<void> }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const sample = async (): Promise<void> => {
    setBusy(true);
    await onSample().finally(() => setBusy(false));
  };
  return (
    <section className={page.section} aria-labelledby="seen">
      <h2 id="seen">{t('documents.seen.title')}</h2>
      <div className={css.two}>
        <div>
          <h3>{t('documents.seen.yes')}</h3>
          <ul className={css.points}>{(['copies', 'pasted', 'ink', 'erased', 'resaved'] as const).map((key) => <li key={key}>{t(`documents.seen.${key}`)}</li>)}</ul>
        </div>
        <div>
          <h3>{t('documents.seen.no')}</h3>
          <ul className={css.points}>{(['before', 'coarse', 'photo', 'content'] as const).map((key) => <li key={key}>{t(`documents.seen.${key}`)}</li>)}</ul>
        </div>
      </div>
      <div className={css.forget}>
        <Button variant="default" loading={busy} onClick={() => void sample()}>{t('documents.sample')}</Button>
        <span className={page.dim}>{t('documents.sampleText')}</span>
      </div>
    </section>
  );
}
