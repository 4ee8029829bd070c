/** Wireframe A: pages, the picture with its numbered regions, and the list of findings. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { findingSentence } from '../finding/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { useTitle } from '../ui/use-title.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { DecisionDialog } from '../decision/decision-dialog.tsx';
import type { DecisionStart } from '../decision/decision-form.tsx';
import { useQuickDecision } from '../decision/use-quick-decision.ts';
import { filterFindings, stepFrom } from './filters.ts';
import { FindingList } from './finding-list.tsx';
import { PageRail } from './page-rail.tsx';
import { PictureArea } from './picture-area.tsx';
import { ResultToolbar } from './result-toolbar.tsx';
import { percent } from '../i18n/format.ts';
import { toView, viewsOf } from './views.ts';
import type { ViewSearch } from './view-search.ts';
import css from './result-page.module.css';

export function ResultPage({ result }: { readonly result: ScanResult }) {
  const { t, i18n } = useTranslation();
  const address = useScanAddress();
  const navigate = useNavigate();
  const search: ViewSearch = useSearch({ strict: false });
  const [dialog, setDialog] = useState<{ finding: FindingView; start: DecisionStart }>();
  const quick = useQuickDecision(address.ref);
  useTitle(result.scan.name);

  const views = useMemo(() => viewsOf(result), [result]);
  const figures = useMemo(() => new Map(result.figures.map((figure) => [figure.id, figure])), [result]);
  const [min, setMin] = useState(search.min ?? percent(result.scan.minScore));
  const off = useMemo(() => search.off ?? [], [search.off]);
  const { shown, hidden, counts } = useMemo(() => filterFindings(result.findings, figures, min, off), [result, figures, min, off]);
  const chosen = shown.find(({ id }) => id === search.finding);
  const shows = (view: (typeof views)[number], finding: FindingView): boolean => finding.sides.some((side) => toView(view, side.image) !== undefined);
  const firstView = (finding: FindingView | undefined) => finding && views.find((view) => shows(view, finding));
  const view = views.find(({ key }) => key === search.view) ?? firstView(chosen ?? shown[0]) ?? views[0];

  const setSearch = useCallback((change: Partial<ViewSearch>): void => {
    void navigate({ to: '.', search: (old: ViewSearch) => ({ ...old, ...change }), replace: true });
  }, [navigate]);
  const choose = (finding: FindingView): void => {
    const stay = view && shows(view, finding) ? view : firstView(finding);
    setSearch({ finding: finding.id, ...(stay ? { view: stay.key } : {}) });
  };
  const open = (finding: FindingView): void => {
    const next = { ...search, finding: finding.id, min, ...(view ? { view: view.key } : {}) };
    const { base } = address;
    if (base.to === '/scans/$id') void navigate({ to: '/scans/$id/findings/$findingId', params: { ...base.params, findingId: finding.id }, search: next });
    else void navigate({ to: '/result/$token/findings/$findingId', params: { ...base.params, findingId: finding.id }, search: next });
  };
  const step = (by: number): void => {
    const next = stepFrom(shown, chosen?.id, by);
    if (next) choose(next);
  };
  const mayDecide = !result.scan.readOnly;
  const onChosen = (action: (finding: FindingView) => void) => () => {
    if (chosen && mayDecide) action(chosen);
  };
  useShortcuts({
    j: () => step(1), k: () => step(-1), Enter: () => { if (chosen) open(chosen); },
    c: onChosen((finding) => quick.decide(finding, 'confirm')), u: onChosen((finding) => quick.decide(finding, 'unsure')),
    d: onChosen((finding) => setDialog({ finding, start: 'dismiss' })), n: onChosen((finding) => setDialog({ finding, start: 'note' })),
    1: onChosen((finding) => quick.level(finding, 'I')), 2: onChosen((finding) => quick.level(finding, 'II')), 3: onChosen((finding) => quick.level(finding, 'III')),
    Escape: () => { if (address.shared) setSearch({ finding: undefined }); else void navigate({ to: '/' }); },
  });
  const sentenceOf = (finding: FindingView): string => findingSentence(t, finding, result, i18n.language);

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <ResultToolbar result={result} min={min} onMin={setMin} onMinSettled={(value) => setSearch({ min: value })} shown={shown.length} hidden={hidden}
        counts={counts} off={off} onOff={(next) => setSearch({ off: next.length > 0 ? next : undefined })} />
      <div className={css.columns}>
        <PageRail result={result} views={views} current={view?.key} findings={shown} onView={(key) => setSearch({ view: key })} />
        {view && <PictureArea key={view.key} result={result} view={view} findings={shown} chosen={chosen?.id} sentenceOf={sentenceOf} onChoose={choose} onOpen={open} />}
        <FindingList result={result} findings={shown} hidden={hidden} chosen={chosen?.id} onChoose={choose} onOpen={open}
          onDecide={mayDecide ? (finding) => setDialog({ finding, start: 'dismiss' }) : undefined} onConfirm={mayDecide ? (finding) => quick.decide(finding, 'confirm') : undefined} />
      </div>
      {dialog && <DecisionDialog key={dialog.finding.id} finding={result.findings.find(({ id }) => id === dialog.finding.id) ?? dialog.finding} start={dialog.start} onClose={() => setDialog(undefined)} />}
    </main>
  );
}
