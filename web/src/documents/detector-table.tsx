/** What each detector was asked, and what it answered. */
import { useTranslation } from 'react-i18next';
import type { DocumentDetector } from '../../../src/http/native/documents-wire.ts';
import { number } from '../i18n/format.ts';
import { abstainWord, detectorWord } from './words.ts';
import css from './documents-page.module.css';

export function DetectorTable({ detectors }: { readonly detectors: readonly DocumentDetector[] }) {
  const { t, i18n } = useTranslation();
  return (
    <details className={css.details}>
      <summary>{t('documents.asked')}</summary>
      <dl className={css.answers}>
        {detectors.map(({ detector, abstained, measures, notes }) => (
          <div key={detector}>
            <dt>{detectorWord(t, detector)}</dt>
            <dd>
              {abstained === undefined ? Object.entries(measures).map(([name, value]) => `${name} ${number(value, i18n.language)}`).join(' · ') : t('documents.notAsked', { reason: abstainWord(t, abstained) })}
              {notes.length > 0 && ` · ${notes.join(', ')}`}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
