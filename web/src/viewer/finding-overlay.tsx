import { useTranslation } from 'react-i18next';
import type { Side } from '../../../src/core/finding.ts';
import { applyTo, type Matrix, type Point } from '../../../src/core/geometry.ts';
import type { FindingView } from '../../../src/http/native/wire.ts';
import { RegionMark } from './region-mark.tsx';
import css from './finding-overlay.module.css';

interface Props {
  readonly findings: readonly FindingView[];
  readonly chosen: string | undefined;
  /** Content units → screen px. */
  readonly toScreen: Matrix;
  /** Outline in content units; `undefined` when the content does not show that side. */
  outlineOf(side: Side): readonly Point[] | undefined;
  isFaded(finding: FindingView): boolean;
  sentenceOf(finding: FindingView): string;
  onChoose(finding: FindingView): void;
  onOpen(finding: FindingView): void;
}

/** Findings over the picture: links, so the keyboard reaches them; a click chooses, a second one compares. The chosen one is drawn last, on top. */
export function FindingOverlay({ findings, chosen, toScreen, outlineOf, isFaded, sentenceOf, onChoose, onOpen }: Props) {
  const { t } = useTranslation();
  const ordered = [...findings].reverse().sort((a, b) => Number(a.id === chosen) - Number(b.id === chosen));
  return (
    <svg className={css.overlay} role="group" aria-label={t('viewer.overlay')}>
      {ordered.flatMap((finding) => finding.sides.map((side, i) => {
        const outline = outlineOf(side);
        if (!outline) return null;
        const isChosen = finding.id === chosen;
        return (
          <a key={`${finding.id}/${i}`} href={`#${finding.id}`} aria-label={`${finding.number}. ${sentenceOf(finding)}`} aria-current={isChosen}
            onClick={(event) => { event.preventDefault(); (isChosen ? onOpen : onChoose)(finding); }}>
            <RegionMark polygon={outline.map((point) => applyTo(toScreen, point))} number={finding.number} chosen={isChosen} faded={isFaded(finding)} />
          </a>
        );
      }))}
    </svg>
  );
}
