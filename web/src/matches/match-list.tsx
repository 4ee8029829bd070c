/** The matches of a pile; each can be chosen for a decision about many. */
import { Button, Checkbox } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchView } from '../../../src/http/native/matches-wire.ts';
import { foundUrl } from '../api/matches.ts';
import { mediumPictureUrl } from '../api/media.ts';
import { date, percent } from '../i18n/format.ts';
import { placeOf } from './match-words.ts';
import css from './matches-page.module.css';

interface Props {
  readonly matches: readonly MatchView[];
  readonly count: number;
  readonly current: number | undefined;
  readonly chosen: ReadonlySet<number>;
  readonly more: boolean;
  onCurrent(id: number): void;
  onChoose(ids: ReadonlySet<number>): void;
  onMore(): void;
}

export function MatchList({ matches, count, current, chosen, more, onCurrent, onChoose, onMore }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const flip = (id: number): void => onChoose(chosen.has(id) ? new Set([...chosen].filter((one) => one !== id)) : new Set([...chosen, id]));
  const all = matches.length > 0 && matches.every(({ id }) => chosen.has(id));

  return (
    <section className={css.middle} aria-label={t('matches.list')}>
      <div className={css.listHead}>
        <Checkbox size="xs" checked={all} indeterminate={!all && chosen.size > 0} label={chosen.size > 0 ? t('matches.chosen', { count: chosen.size }) : t('matches.chooseAll')} onChange={() => onChoose(all ? new Set() : new Set(matches.map(({ id }) => id)))} />
        <span className={css.dim} role="status">{t('matches.count', { count })}</span>
      </div>
      <ol className={css.list} ref={list}>
        {matches.map((match) => <li key={match.id}><MatchRow match={match} current={match.id === current} chosen={chosen.has(match.id)} onCurrent={() => onCurrent(match.id)} onFlip={() => flip(match.id)} /></li>)}
      </ol>
      {more && <Button variant="default" size="xs" onClick={onMore}>{t('matches.more')}</Button>}
    </section>
  );
}

function MatchRow({ match, current, chosen, onCurrent, onFlip }: { readonly match: MatchView; readonly current: boolean; readonly chosen: boolean; onCurrent(): void; onFlip(): void }) {
  const { t, i18n } = useTranslation();
  const { id, media: [medium], found, watermarked, score, verdict, createdAt, credit } = match;
  const place = placeOf(t, match, i18n.language);
  return (
    <div className={css.row} data-current={current}>
      <Checkbox size="xs" checked={chosen} aria-label={t('matches.choose', { place })} onChange={onFlip} />
      <button type="button" className={css.rowButton} aria-current={current} onClick={onCurrent}>
        {medium || found ? <img src={medium ? mediumPictureUrl(medium.id, 'thumbnail') : foundUrl(id, 128)} alt="" loading="lazy" className={css.thumbnail} /> : <span className={css.thumbnail} />}
        <span className={css.rowText}>
          <span className={css.place}>{place}</span>
          <span className={css.dim}>{match.class === null ? t('matches.byCredit', { credit: credit ?? '' }) : `${t(`search.class.${match.class}`)} · ${percent(score ?? 0)} %`}</span>
          <span className={css.dim}>{date(createdAt, i18n.language)}{watermarked && <> · <strong className={css.proven}>{t('matches.marked')}</strong></>}{verdict !== 'undecided' && <> · {t(`matches.verdict.${verdict}`)}</>}</span>
        </span>
      </button>
    </div>
  );
}
