/** The verdict in words, with how sure and why. */
import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DocumentView } from '../../../src/http/native/documents-wire.ts';
import { number, percent } from '../i18n/format.ts';
import { abstainWord } from './words.ts';
import css from './documents-page.module.css';

export function Verdict({ view: { score, threshold, abstained, proportion, detectors } }: { readonly view: DocumentView }) {
  const { t, i18n } = useTranslation();
  const notes = detectors.flatMap((detector) => detector.notes);
  const state = score === null ? 'unknown' : score >= threshold ? 'forged' : 'quiet';
  const Icon = { unknown: IconHelpCircle, forged: IconAlertTriangle, quiet: IconCircleCheck }[state];
  return (
    <Alert variant="light" color={{ unknown: 'gray', forged: 'red', quiet: 'gray' }[state]} icon={<Icon aria-hidden />} role="status" title={<h2 id="verdict" className={css.verdict}>{t(`documents.verdict.${state}`)}</h2>}>
      <div className={css.words}>
        <p>{state === 'unknown' ? abstainWord(t, abstained) : t(`documents.verdict.${state}Text`)}</p>
        {score !== null && <p>{t('documents.score', { percent: percent(score), threshold: percent(threshold) })}{state === 'forged' && <> {t('documents.area', { percent: number(proportion * 100, i18n.language) })}</>}</p>}
        {notes.length > 0 && <p>{t('documents.programs', { notes: notes.join(', ') })}</p>}
        <p className={css.caution}>{t('documents.caution')}</p>
      </div>
    </Alert>
  );
}
