/** Located and false positives from several scores on: what an editor gains and pays who looks lower or higher than .5. */
import { wilson } from '../metrics/scores.ts';
import type { Outcome } from '../run/outcome.ts';
import type { SuiteResult } from './results.ts';
import { percent } from './table.ts';

const THRESHOLDS = [0.2, 0.33, 0.5, 0.7, 0.9] as const;

export function curves(results: readonly SuiteResult[]): string {
  const rows = results.map(({ name, via, outcomes }) => {
    const positives = outcomes.filter(({ role }) => role === 'positive');
    const others = outcomes.filter(({ role }) => role !== 'positive');
    const cells = THRESHOLDS.map((from) => `${positives.length ? shareOf(positives, (finding) => finding.isTrue && finding.score >= from) : '–'} / ${shareOf(others, ({ score }) => score >= from)}`);
    return `| ${[`\`${name}\`, ${via}`, positives.length || '–', others.length, ...cells, positives.length ? cleanRecall(positives, others) : '–'].join(' | ')} |`;
  });
  return [
    '### From several scores on\n',
    'Located / clean or look-alike cases with a finding, when findings from that score on count. *Before the first false one*: positives located by a finding that scores above all findings in clean cases of the suite.\n',
    `| suite | positives | others | ${THRESHOLDS.map((from) => `≥ ${from.toFixed(2).replace(/^0/, '').replace(/0$/, '')}`).join(' | ')} | before the first false one |`,
    `|${'---|'.repeat(THRESHOLDS.length + 4)}`, ...rows, '',
  ].join('\n');
}

function shareOf(outcomes: readonly Outcome[], counts: (finding: Outcome['findings'][number]) => boolean): string {
  return percent(outcomes.filter(({ findings }) => findings.some(counts)).length / outcomes.length);
}

function cleanRecall(positives: readonly Outcome[], others: readonly Outcome[]): string {
  const highest = Math.max(0, ...others.flatMap(({ findings }) => findings.map(({ score }) => score)));
  const found = positives.filter(({ findings }) => findings.some(({ isTrue, score }) => isTrue && score > highest)).length;
  const [low, high] = wilson(found, positives.length);
  return `${percent(found / positives.length)} (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)} %)`;
}
