/** From evidence to a calibrated score. */
import type { Overlap } from '../../imaging/matching/verify.ts';
import type { PanelSummary } from '../detector.ts';
import calibration from './calibration.json' with { type: 'json' };

/** Bands of different blots agree far better than two micrographs do: strips are judged more strictly. */
export type ScoreClass = 'blot' | 'other';

/** What the logistic looks at, in the order of the calibration. */
export const TERM_NAMES = ['logWindows', 'zncc', 'overall', 'close', 'band', 'detail', 'inliers'] as const;
export type Terms = Readonly<Record<(typeof TERM_NAMES)[number], number>>;
export type Evidence = Pick<Overlap, 'windows' | 'zncc' | 'agreeingOverall' | 'close' | 'band' | 'detail'>;

export function termsOf({ windows, zncc, agreeingOverall, close, band, detail }: Evidence, inliers: number): Terms {
  return {
    logWindows: Math.log(Math.max(1, windows)), zncc, overall: agreeingOverall, close, band: Math.max(0, band), detail: Math.max(0, detail),
    inliers: Math.log1p(Math.min(60, inliers)),
  };
}

/** In (0, 1): of 100 overlaps scored s, about 100·s were true among the cases of the tune split. */
export function scoreOf(terms: Terms, kind: ScoreClass): number {
  const weights = calibration[kind];
  const sum = TERM_NAMES.reduce((total, name) => total + weights[name] * terms[name], weights.bias);
  return 1 / (1 + Math.exp(-sum));
}

/** px and aspect of what is judged as a strip of bands whatever its class. */
const STRIP_HEIGHT = 110;
const STRIP_ASPECT = 2.5;

type Shape = Pick<PanelSummary, 'class' | 'width' | 'height'>;

export function isBlotLike(a: Shape, b: Shape): boolean {
  return [a, b].some(({ class: panelClass, width, height }) => {
    const [long, short] = [Math.max(width, height), Math.min(width, height)];
    return panelClass === 'blot' || (short <= STRIP_HEIGHT && long >= STRIP_ASPECT * short);
  });
}
