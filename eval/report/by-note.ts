/** What became of the joined blots, by how they were made and what happened to them afterwards: the two halves of a case's note. */
import { auc } from '../metrics/scores.ts';
import { THRESHOLD, type Outcome } from '../run/outcome.ts';
import type { SuiteResult } from './results.ts';
import { fixed, percent } from './table.ts';

/** From here on a finding is shown in the fair band. */
const FAIR = 0.33;

export function byNote(results: readonly SuiteResult[]): string {
  const outcomes = results.filter(({ name }) => name.startsWith('splice')).flatMap((result) => result.outcomes);
  if (outcomes.length === 0) return '';
  return [
    '### Joined blots by kind and by what happened afterwards\n',
    table('kind', outcomes, ([kind = '']) => kind),
    table('afterwards', outcomes, ([, after = '']) => after),
  ].join('\n');
}

function table(title: string, outcomes: readonly Outcome[], keyOf: (parts: readonly string[]) => string): string {
  const groups = [...Map.groupBy(outcomes, ({ note }) => keyOf(note.split(' · ')))].filter(([key]) => key !== '').sort(([a], [b]) => a.localeCompare(b)); // micrographs have one half only
  const rows = groups.map(([key, of]) => {
    const positives = of.filter(({ role }) => role === 'positive');
    const others = of.filter(({ role }) => role !== 'positive');
    const located = (from: number): string => (positives.length ? percent(positives.filter(({ findings }) => findings.some(({ isTrue, score }) => isTrue && score >= from)).length / positives.length) : '–');
    const stray = (from: number): string => (others.length ? percent(others.filter((one) => best(one) >= from).length / others.length) : '–');
    return `| ${[key, positives.length, located(THRESHOLD), located(FAIR), others.length, stray(THRESHOLD), stray(FAIR), fixed(auc(positives.map(best), others.map(best)))].join(' | ')} |`;
  });
  return [`| ${title} | positives | located at ≥ .5 | at ≥ .33 | clean or declared | with a finding ≥ .5 | ≥ .33 | AUC |`, '|---|---|---|---|---|---|---|---|', ...rows, ''].join('\n');
}

function best({ findings }: Outcome): number {
  return Math.max(0, ...findings.map(({ score }) => score));
}
