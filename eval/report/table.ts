/** The table people see while the evaluation runs. */
import type { SuiteResult } from './results.ts';

const WIDTHS = [28, 7, 6, 10, 10, 10, 8, 8, 9] as const;

export function printTable(): void {
  line(['suite', 'split', 'via', 'located', 'false pos', 'precision', 'AUC', 'px F1', 'ms']);
}

export function printRow({ name, split, via, summary }: Pick<SuiteResult, 'name' | 'split' | 'via' | 'summary'>): void {
  const { located, positives, falsePositives, cleans, precision, auc, pixelF1, medianMs } = summary;
  line([name, split, via, located === undefined ? '–' : `${percent(located)}/${positives}`, `${percent(falsePositives)}/${cleans}`, percent(precision), fixed(auc), fixed(pixelF1), medianMs.toFixed(0)]);
}

export function percent(share: number | null | undefined): string {
  return share === undefined || share === null || Number.isNaN(share) ? '–' : `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)}%`;
}

export function fixed(value: number | null | undefined): string {
  return value === undefined || value === null || Number.isNaN(value) ? '–' : value.toFixed(2);
}

function line(cells: readonly string[]): void {
  console.log(cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 8)).join(' '));
}
