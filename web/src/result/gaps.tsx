import { useTranslation } from 'react-i18next';
import type { ScanResult } from '../../../src/http/native/wire.ts';
import { imageWords, placeWords } from '../finding/words.ts';
import { problemText } from '../ui/problem-text.ts';
import { type Gap, gapsOf, type Place } from './not-examined.ts';
import css from './gaps.module.css';

/** What was not examined, and warnings about single images. */
export function Gaps({ result }: { readonly result: ScanResult }) {
  const { t, i18n } = useTranslation();
  const gaps = gapsOf(result.panels, result.runs);
  const noted = result.figures.filter(({ notes }) => notes.length > 0);
  const without = result.figures.length === 0;

  return (
    <section className={css.gaps} aria-labelledby="gaps">
      <h3 id="gaps">{t('gaps.title')}</h3>
      {without && <p>{t('gaps.noFigures')}</p>}
      {!without && gaps.length === 0 && <p>{t('gaps.none')}</p>}
      {gaps.map((gap) => (
        <details key={`${gap.is}/${gap.why}`}>
          <summary>{gapWords(gap)}</summary>
          <ul>{gap.places.map((place, i) => <li key={i}>{where(place)}</li>)}</ul>
        </details>
      ))}
      {noted.length > 0 && (
        <details>
          <summary>{t('gaps.notes', { count: noted.length })}</summary>
          <ul>{noted.map((figure) => <li key={figure.id}>{imageWords(t, result.files, result.figures, figure.id)}: {figure.notes.map((note) => noteWords(note)).join(', ')}</li>)}</ul>
        </details>
      )}
      <p className={css.limits}>{t('gaps.limits')}</p>
    </section>
  );

  function gapWords(gap: Gap): string {
    const count = gap.places.length;
    if (gap.is === 'skipped') return t('gaps.skipped', { count, why: t(`panelClass.${gap.why}`) });
    if (gap.is === 'abstained') return t('gaps.abstained', { count, why: t(`abstain.${gap.why}`) });
    return t('gaps.failed', { count, detector: gap.detector, why: problemText(t, i18n.language, gap.why, gap.why) });
  }
  function where({ figure, panel }: Place): string {
    if (figure === undefined) return t('gaps.whole');
    return placeWords(t, result, { image: figure, ...(panel === undefined ? {} : { panel }) });
  }
  function noteWords(note: string): string {
    return t(`note.${note}` as 'note.truncated', { defaultValue: note });
  }
}
