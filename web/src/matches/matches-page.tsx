/** Wireframe C: the inbox of matches. Piles, the matches of one, and the one that is looked at, with its decision. */
import { Checkbox, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchVerdict } from '../../../src/http/native/matches-wire.ts';
import { countsQuery, matchesQuery, useDecide } from '../api/matches.ts';
import { START, type Settings } from '../compare/settings.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { DecideBar, LicenceDialog } from './decide-bar.tsx';
import { EmptyInbox } from './empty-inbox.tsx';
import { KEYS, nextAfter, toView, TYPES, VERDICTS, type InboxSearch } from './inbox-view.ts';
import { MatchDetail } from './match-detail.tsx';
import { MatchList } from './match-list.tsx';
import { PileList } from './pile-list.tsx';
import page from '../ui/page.module.css';
import css from './matches-page.module.css';

interface Kept {
  readonly ids: readonly number[];
  readonly verdict: MatchVerdict;
}

export function MatchesPage() {
  const { t } = useTranslation();
  useTitle(t('matches.title'));
  const search = useSearch({ from: '/own/matches' });
  const navigate = useNavigate();
  const view = toView(search);
  const { data: counts } = useQuery(countsQuery);
  const { data, error, isPending, hasNextPage, fetchNextPage } = useInfiniteQuery({ ...matchesQuery(view), placeholderData: (previous) => previous });
  const matches = data?.pages.flatMap((one) => one.matches) ?? [];
  const ids = matches.map(({ id }) => id);
  const [at, setAt] = useState<number>();
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [licence, setLicence] = useState<readonly number[]>();
  const [last, setLast] = useState<Kept>();
  const [settings, setSettings] = useState<Settings>(START);
  const decide = useDecide();
  const current = matches.find(({ id }) => id === at) ?? matches[0];
  const chosen = new Set(ids.filter((id) => marked.has(id)));
  const target = chosen.size > 0 ? [...chosen] : current ? [current.id] : [];

  const onView = (change: InboxSearch): void => {
    const { pile, ...next } = { ...search, ...change };
    setMarked(new Set());
    void navigate({ to: '/matches', search: { ...next, ...(pile ? { pile } : {}) }, replace: true });
  };
  const step = (by: number): void => {
    const next = ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(current?.id ?? 0) + by))];
    if (next !== undefined) setAt(next);
    if (by > 0 && hasNextPage && ids.indexOf(next ?? 0) >= ids.length - 5) void fetchNextPage();
  };
  const keep = (which: readonly number[], verdict: MatchVerdict, more: { readonly note?: string; readonly file?: File } = {}): void => {
    if (which.length === 0 || decide.isPending) return;
    const goes = view.verdict !== undefined && view.verdict !== verdict;
    const next = goes ? nextAfter(ids, current?.id, new Set(which)) : current?.id;
    decide.mutate({ matches: [...which], verdict, ...more }, {
      onSuccess: () => {
        setLast({ ids: which, verdict });
        setMarked(new Set());
        setAt(next);
        setLicence(undefined);
      },
    });
  };
  const act = (verdict: MatchVerdict): void => (verdict === 'licensed' ? setLicence(target) : keep(target, verdict));
  const undo = (): void => {
    if (!last || last.verdict === 'undecided') return;
    keep(last.ids, 'undecided');
  };
  const flip = (): void => {
    if (current) setMarked(chosen.has(current.id) ? new Set([...chosen].filter((id) => id !== current.id)) : new Set([...chosen, current.id]));
  };
  useShortcuts({
    j: () => step(1), k: () => step(-1), ' ': flip, b: () => setMarked(chosen.size === ids.length ? new Set() : new Set(ids)), u: undo,
    ...Object.fromEntries(VERDICTS.map((verdict) => [KEYS[verdict], () => { if (target.length > 0) act(verdict); }])),
  });
  const unused = counts && TYPES.every((type) => counts[type].matches === 0);

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <div className={page.head}>
        <h1>{t('matches.title')}</h1>
        <Link to="/crawls" className={css.link}>{t('matches.toCrawls')}</Link>
      </div>
      <div className={css.filters}>
        <div className={css.tabs} role="group" aria-label={t('matches.types.label')}>
          {TYPES.map((type) => (
            <button key={type} type="button" className={css.tab} aria-pressed={view.type === type} onClick={() => onView({ type, pile: '' })}>
              {t(`matches.types.${type}`)} <span className={css.badge} title={t('matches.undecidedOf', { undecided: counts?.[type].undecided ?? 0, count: counts?.[type].matches ?? 0 })}>{counts?.[type].undecided ?? '…'}</span>
            </button>
          ))}
        </div>
        <NativeSelect size="xs" aria-label={t('matches.show')} value={search.verdict ?? 'undecided'} data={(['undecided', ...VERDICTS, 'all'] as const).map((value) => ({ value, label: t(`matches.shown.${value}`) }))}
          onChange={({ currentTarget: { value } }) => { const { verdict: _, ...rest } = search; const asked = [...VERDICTS, 'all' as const].find((one) => one === value); setMarked(new Set()); void navigate({ to: '/matches', search: asked ? { ...rest, verdict: asked } : rest, replace: true }); }} />
        <Checkbox size="xs" label={t('matches.onlyMarked')} checked={view.watermarked} onChange={({ currentTarget }) => onView({ watermarked: currentTarget.checked })} />
      </div>
      {error && <ProblemAlert error={error} />}
      {decide.error && <ProblemAlert error={decide.error} />}
      {unused && <EmptyInbox />}
      {!unused && !isPending && (
        <div className={css.columns}>
          <PileList view={view} onView={onView} />
          {matches.length === 0 && <p className={css.none} role="status">{t(view.verdict === 'undecided' && view.pile === undefined && !view.watermarked ? 'matches.allDone' : 'matches.noneHere')}</p>}
          {matches.length > 0 && <MatchList matches={matches} count={data?.pages[0]?.count ?? 0} current={current?.id} chosen={chosen} more={hasNextPage} onCurrent={setAt} onChoose={setMarked} onMore={() => void fetchNextPage()} />}
          {current && <div className={css.right}><MatchDetail match={current} settings={settings} onSettings={(change) => setSettings((old) => ({ ...old, ...change }))} /></div>}
        </div>
      )}
      {!unused && !isPending && <DecideBar count={target.length} busy={decide.isPending} told={last && { count: last.ids.length, verdict: last.verdict }} onDecide={act} onUndo={undo} />}
      <LicenceDialog opened={licence !== undefined} count={licence?.length ?? 0} busy={decide.isPending} onClose={() => setLicence(undefined)} onDecide={(more) => keep(licence ?? [], 'licensed', more)} />
    </main>
  );
}
