import { useTranslation } from 'react-i18next';
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import css from './band-counts.module.css';

const BANDS = ['high', 'fair', 'low'] as const;

/** How many findings a band; the mark's shape tells the band without colour. */
export function BandCounts({ counts }: { readonly counts: ScanSummary['counts'] }) {
  const { t } = useTranslation();
  const total = counts.high + counts.fair + counts.low;
  if (total === 0) return <span className={css.none}>{t('band.none')}</span>;
  return (
    <span className={css.counts}>
      {BANDS.filter((band) => counts[band] > 0).map((band) => (
        <span key={band} className={css.count} data-band={band} title={t(`band.count.${band}`, { count: counts[band] })}>
          <BandMark band={band} />{counts[band]}<span className="visually-hidden"> {t(`band.${band}`)}</span>
        </span>
      ))}
    </span>
  );
}

export function BandMark({ band }: { readonly band: 'low' | 'fair' | 'high' }) {
  return (
    <svg viewBox="0 0 12 12" width={11} height={11} aria-hidden className={css.mark} data-band={band}>
      {band === 'high' && <path d="M6 0 12 6 6 12 0 6Z" />}
      {band === 'fair' && <path d="M6 1 11.5 11H.5Z" />}
      {band === 'low' && <circle cx={6} cy={6} r={4.2} fill="none" strokeWidth={2} />}
    </svg>
  );
}
