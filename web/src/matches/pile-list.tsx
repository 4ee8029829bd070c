/** The piles: by image, by domain (or paper, or search), by day. */
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsQuery, type InboxView } from '../api/matches.ts';
import { mediumPictureUrl } from '../api/media.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import type { InboxSearch } from './inbox-view.ts';
import { GROUPINGS } from './inbox-view.ts';
import { pileName } from './match-words.ts';
import css from './matches-page.module.css';

export function PileList({ view, onView }: { readonly view: InboxView; onView(change: InboxSearch): void }) {
  const { t, i18n } = useTranslation();
  const { data: groups, error } = useQuery({ ...groupsQuery(view), placeholderData: (previous) => previous });
  const total = groups?.reduce((sum, { matches }) => sum + matches, 0) ?? 0;

  return (
    <nav className={css.piles} aria-label={t('matches.piles')}>
      <SegmentedControl size="xs" fullWidth aria-label={t('matches.by.label')} value={view.by} transitionDuration={0} data={GROUPINGS.map((value) => ({ value, label: t(`matches.by.${value}`) }))}
        onChange={(value) => onView({ by: GROUPINGS.find((one) => one === value) ?? 'image', pile: '' })} />
      {error && <ProblemAlert error={error} />}
      <ul className={css.pileList}>
        <li><button type="button" className={css.pile} aria-current={view.pile === undefined} onClick={() => onView({ pile: '' })}><span className={css.pileName}>{t('matches.allPiles')}</span>{view.by !== 'image' && <span className={css.dim}>{total}</span>}</button></li>
        {groups?.map((group) => (
          <li key={group.key ?? ''}>
            <button type="button" className={css.pile} disabled={group.key === null} aria-current={group.key !== null && view.pile === group.key} onClick={() => onView({ pile: group.key ?? '' })}>
              {view.by === 'image' && group.key !== null && <img src={mediumPictureUrl(Number(group.key), 'thumbnail')} alt="" className={css.pilePicture} />}
              <span className={css.pileName} title={group.name ?? undefined}>{pileName(t, group, view.by, i18n.language)}</span>
              <span className={css.dim}>{group.matches}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
