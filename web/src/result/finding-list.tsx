/** The list people work through. */
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { DecisionLabel } from '../decision/decision-label.tsx';
import { colourOf } from '../finding/colours.ts';
import { allPlaces, transformWords } from '../finding/words.ts';
import { percent } from '../i18n/format.ts';
import { BandMark } from '../ui/band-counts.tsx';
import { isDismissed } from './filters.ts';
import { Gaps } from './gaps.tsx';
import css from './finding-list.module.css';

interface Props {
  readonly result: ScanResult;
  readonly findings: readonly FindingView[];
  readonly hidden: number;
  readonly chosen: string | undefined;
  onChoose(finding: FindingView): void;
  onOpen(finding: FindingView): void;
  readonly onConfirm: ((finding: FindingView) => void) | undefined;
  readonly onDecide: ((finding: FindingView) => void) | undefined;
}

export function FindingList(props: Props) {
  const { t } = useTranslation();
  const { result, findings, hidden } = props;
  return (
    <section className={css.panel} aria-labelledby="findings">
      <h2 id="findings" className={css.head}>{t('findings.title', { count: findings.length })}</h2>
      {findings.length === 0 && <p className={css.none}>{t(hidden > 0 ? 'findings.noneShown' : 'findings.none', { count: hidden })}</p>}
      <ol className={css.list}>
        {findings.map((finding) => <Row key={finding.id} {...props} finding={finding} />)}
      </ol>
      <Gaps result={result} />
    </section>
  );
}

function Row({ result, finding, chosen, onChoose, onOpen, onConfirm, onDecide }: Props & { readonly finding: FindingView }) {
  const { t, i18n } = useTranslation();
  const isChosen = finding.id === chosen;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const how = transformWords(t, finding.transform, finding.measures, i18n.language);

  return (
    <li ref={row} className={css.row} data-chosen={isChosen} data-dismissed={isDismissed(finding)}>
      <button type="button" className={css.main} aria-current={isChosen} onClick={() => onChoose(finding)} onDoubleClick={() => onOpen(finding)}>
        <NumberChip number={finding.number} />
        <span className={css.kind}>{t(`kind.${finding.kind}`)}</span>
        <span className={css.score}><BandMark band={finding.band} />{percent(finding.score)} %<span className={css.band}>{t(`band.${finding.band}`)}</span></span>
        <span className={css.where}>{allPlaces(t, result, finding.sides).join(' ⇄ ')}</span>
        {how && <span className={css.how}>{how}</span>}
        {finding.context && <span className={css.how}>{t('findings.context', { why: t(`context.${finding.context}`) })}</span>}
      </button>
      <div className={css.foot}>
        <DecisionLabel history={finding.history} />
        <span className={css.space} />
        {isChosen && onConfirm && <Button variant="subtle" size="compact-xs" onClick={() => onConfirm(finding)}>{t('decision.confirm')}</Button>}
        {isChosen && onDecide && <Button variant="subtle" size="compact-xs" onClick={() => onDecide(finding)}>{t('decision.dismiss')}…</Button>}
        {isChosen && <Button variant="light" size="compact-xs" onClick={() => onOpen(finding)}>{t('findings.compare')}</Button>}
      </div>
    </li>
  );
}

export function NumberChip({ number }: { readonly number: number }) {
  const { fill, ink } = colourOf(number);
  return <span className={css.chip} style={{ background: fill, color: ink }}>{number}</span>;
}
