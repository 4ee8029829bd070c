/** Wireframe B: ways of comparing, the stage, and beside it the figures and the decision. */
import { ActionIcon, Select } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import type { DecisionStart } from '../decision/decision-form.tsx';
import { DecisionForm, DecisionRecord } from '../decision/decision-form.tsx';
import { useQuickDecision } from '../decision/use-quick-decision.ts';
import { findingSentence, placeWords } from '../finding/words.ts';
import { percent } from '../i18n/format.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { stepFrom } from '../result/filters.ts';
import { NumberChip } from '../result/finding-list.tsx';
import { pathOf, useScanAddress } from '../scan/scan-address.ts';
import { BandMark } from '../ui/band-counts.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useTitle } from '../ui/use-title.ts';
import { CompareStage } from './compare-stage.tsx';
import { FindingFacts } from './finding-facts.tsx';
import { ModeBar } from './mode-bar.tsx';
import { pairsOf } from './pairs.ts';
import { nextMode, type Settings } from './settings.ts';
import { SingleSide } from './single-side.tsx';
import css from './compare-view.module.css';

interface Props {
  readonly result: ScanResult;
  readonly finding: FindingView;
  /** What j and k walk through. */
  readonly list: readonly FindingView[];
  readonly settings: Settings;
  onSettings(change: Partial<Settings>): void;
}

export function CompareView({ result, finding, list, settings, onSettings }: Props) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const address = useScanAddress();
  const quick = useQuickDecision(address.ref);
  const [chosenPair, setChosenPair] = useState({ finding: finding.id, index: 0 });
  const [formStart, setFormStart] = useState<{ start: DecisionStart; count: number }>();
  const pairs = pairsOf(finding);
  const index = chosenPair.finding === finding.id ? chosenPair.index : 0;
  const pair = pairs[index];
  const at = list.findIndex(({ id }) => id === finding.id);
  const mayDecide = !result.scan.readOnly;
  const kind = t(`kind.${finding.kind}`);
  useTitle(`${finding.number} · ${kind} · ${result.scan.name}`);
  useEffect(() => {
    setFormStart(undefined);
  }, [finding.id]);

  const go = (steps: number): void => {
    const next = stepFrom(list, finding.id, steps);
    if (next && next.id !== finding.id) void navigate({ href: hrefOf(next.id), replace: true });
  };
  const back = (): void => {
    const query = new URLSearchParams(window.location.search);
    query.set('finding', finding.id);
    void navigate({ href: `${pathOf(address)}?${query}` });
  };
  const hrefOf = (id: string): string => `${pathOf(address, id)}${window.location.search}`;
  const may = (action: () => void) => () => { if (mayDecide) action(); };
  const open = (start: DecisionStart): void => setFormStart((old) => ({ start, count: (old?.count ?? 0) + 1 }));
  const leaveForm = (): void => {
    setFormStart(undefined);
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  useShortcuts({
    j: () => go(1), k: () => go(-1), Escape: back, m: () => onSettings({ mode: nextMode(settings.mode) }), p: () => onSettings({ points: !settings.points }),
    c: may(() => quick.decide(finding, 'confirm')), u: may(() => quick.decide(finding, 'unsure')), d: may(() => open('dismiss')), n: may(() => open('note')),
    1: may(() => quick.level(finding, 'I')), 2: may(() => quick.level(finding, 'II')), 3: may(() => quick.level(finding, 'III')),
  });

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <div className={css.head}>
        <ActionIcon variant="subtle" color="gray" size="lg" onClick={back} aria-label={t('compare.back')}><IconArrowLeft size={20} stroke={1.6} /></ActionIcon>
        <NumberChip number={finding.number} />
        <h1>{kind}</h1>
        <span className={css.score}><BandMark band={finding.band} />{percent(finding.score)} % <span className={css.dim}>{t(`band.${finding.band}`)}</span></span>
        <span className={css.space} />
        {pairs.length > 1 && (
          <Select className={css.pair} size="xs" aria-label={t('compare.pair')} value={String(index)} onChange={(value) => setChosenPair({ finding: finding.id, index: Number(value ?? 0) })} allowDeselect={false}
            data={pairs.map(({ from, to }, i) => ({ value: String(i), label: t('compare.pairOption', { from: placeWords(t, result, from), to: placeWords(t, result, to) }) }))} />
        )}
        <CopyButton text={`${window.location.origin}${pathOf(address, finding.id)}`} label={t('compare.permalink')} />
        <div className={css.steps}>
          <ActionIcon variant="default" size="lg" onClick={() => go(-1)} disabled={at <= 0} aria-label={t('compare.previous')}><IconChevronLeft size={18} /></ActionIcon>
          <span className={css.at}>{t('compare.title', { number: at + 1, count: list.length })}</span>
          <ActionIcon variant="default" size="lg" onClick={() => go(1)} disabled={at >= list.length - 1} aria-label={t('compare.next')}><IconChevronRight size={18} /></ActionIcon>
        </div>
      </div>
      <p className="visually-hidden">{findingSentence(t, finding, result, i18n.language)}</p>
      <div className={css.columns}>
        <div className={css.work}>
          {pair ? (
            <>
              <ModeBar settings={settings} onSettings={onSettings} canAlign={pair.transform !== undefined} matches={pair.matches.length} />
              <CompareStage key={`${finding.id}/${index}`} result={result} finding={finding} pair={pair} settings={settings} onSettings={onSettings} />
            </>
          ) : <SingleSide result={result} finding={finding} />}
        </div>
        <aside className={css.side} aria-label={t('compare.measures')}>
          {mayDecide
            ? <DecisionForm key={`${finding.id}/${finding.history.length}/${formStart?.count ?? 0}`} scanRef={address.ref} finding={finding} start={formStart?.start} onKept={leaveForm} />
            : <DecisionRecord history={finding.history} />}
          <FindingFacts result={result} finding={finding} pair={pair} />
        </aside>
      </div>
    </main>
  );
}
