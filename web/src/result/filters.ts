/** Which findings are shown. Nothing is ever left out silently: what is hidden is counted. */
import type { Figure } from '../../../src/core/media.ts';
import type { FindingView } from '../../../src/http/native/wire.ts';
import { percent } from '../i18n/format.ts';
import { FILTERS, type Filter } from './view-search.ts';

export type Reach = Exclude<Filter, 'dismissed'>;

/** How far apart the sides of a finding lie. */
export function reachOf(finding: Pick<FindingView, 'sides'>, figures: ReadonlyMap<string, Figure>): Reach {
  const images = new Set(finding.sides.map(({ image }) => image));
  if ([...images].some((id) => !figures.has(id))) return 'external';
  if (images.size <= 1) return 'within-figure';
  const pages = new Set([...images].map((id) => {
    const figure = figures.get(id);
    return figure?.page === undefined ? undefined : `${figure.file}/${figure.page}`;
  }));
  return pages.size > 1 ? 'across-pages' : 'across-figures';
}

export const isDismissed = ({ history }: Pick<FindingView, 'history'>): boolean => history.at(-1)?.verdict === 'dismiss';

export interface Shown {
  readonly shown: readonly FindingView[];
  readonly hidden: number;
  /** How many findings each filter concerns at this score; a filter that concerns none is not offered. */
  readonly counts: Readonly<Record<Filter, number>>;
}

/** @param min least score, whole percent. */
export function filterFindings(findings: readonly FindingView[], figures: ReadonlyMap<string, Figure>, min: number, off: readonly Filter[]): Shown {
  const enough = findings.filter(({ score }) => percent(score) >= min);
  const concerns = (finding: FindingView, filter: Filter): boolean => (filter === 'dismissed' ? isDismissed(finding) : reachOf(finding, figures) === filter);
  const shown = enough.filter((finding) => !off.some((filter) => concerns(finding, filter)));
  const count = (filter: Filter): number => enough.filter((finding) => concerns(finding, filter)).length;
  return {
    shown,
    hidden: findings.length - shown.length,
    counts: Object.fromEntries(FILTERS.map((filter) => [filter, count(filter)])) as Record<Filter, number>,
  };
}

/** The finding `steps` further in the list, held at its ends; the first when none is chosen. */
export function stepFrom(shown: readonly FindingView[], chosen: string | undefined, steps: number): FindingView | undefined {
  const at = shown.findIndex(({ id }) => id === chosen);
  return at < 0 ? shown[0] : shown[Math.max(0, Math.min(shown.length - 1, at + steps))];
}
