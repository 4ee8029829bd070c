/** The empty state: what to do first, and a sample made on the spot for who has no paper at hand. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadScan } from '../api/upload.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { drawSample } from './draw-sample.ts';
import css from './sample-offer.module.css';

export function SampleOffer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const scanSample = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const scan = await uploadScan({ files: [await drawSample()], minScore: 0.33, excludeIdenticalPaper: false }, () => undefined, new AbortController().signal);
      void client.invalidateQueries({ queryKey: ['scans'] });
      await navigate({ to: '/scans/$id', params: { id: scan.id } });
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };

  return (
    <div className={css.offer}>
      <p>{t('sample.text')}</p>
      <Button variant="default" loading={busy} onClick={() => void scanSample()}>{t('sample.button')}</Button>
      {error !== undefined && <ProblemAlert error={error} />}
    </div>
  );
}
