/** Whose copy a file is, with the proof; or that nobody is named, and why. */
import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../src/http/native/leaks-wire.ts';
import css from './leaks-page.module.css';

export function TraceAnswer({ answer: { comparable, suspects }, file }: { readonly answer: TraceView; readonly file: string }) {
  const { t } = useTranslation();
  if (suspects.length === 0) return <Alert variant="light" color="gray" title={t('leaks.nobody', { file })}>{t(comparable ? 'leaks.nobodyText' : 'leaks.notComparable')}</Alert>;
  return (
    <Alert variant="light" color="blue" title={t('leaks.found', { count: suspects.length, file })}>
      <ul className={css.suspects}>
        {suspects.map(({ recipient, log10p }) => (
          <li key={recipient.id}><strong>{recipient.name}</strong> <span>{t('leaks.chance')} 10<sup>{Math.ceil(log10p)}</sup></span></li>
        ))}
      </ul>
      <p>{t(suspects.length > 1 ? 'leaks.mixed' : 'leaks.proof')}</p>
    </Alert>
  );
}
