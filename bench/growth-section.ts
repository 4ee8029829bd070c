/** The growth of a scan as part of docs/benchmark.md. */
import type { GrowthFigures } from './growth.ts';

export function growthSection({ measured, load, peakMb, rows, byDetector }: GrowthFigures): string {
  const last = rows.at(-1);
  const total = (row: GrowthFigures['rows'][number]): number => row.readS + row.cutS + row.withinS + row.proposeS + row.verifyS;
  const cells = rows.map((row) => `| ${[row.panels, row.pairs, row.verified, ...[row.readS, row.cutS, row.withinS, row.proposeS, row.verifyS, total(row)].map((s) => s.toFixed(1)), `${((1000 * total(row)) / row.panels).toFixed(0)}`].join(' | ')} |`);
  return [
    '### Growth with the panels\n',
    `Measured ${measured}: processor time in s of one thread, by stage. One drawn paper of ${last?.figures ?? 0} figures was scanned; the smaller ones are its first figures: the tasks that touch no other (of reading, their share). Other work on the machine inflates it: its load was ${load.toFixed(1)} on average (1: this work alone). Largest resident memory ${peakMb.toFixed(0)} MB.\n`,
    '| panels | pairs | pairs looked at in pixels | read | panels and keypoints | within panels | proposals for all pairs | pixels of pairs | all | ms a panel |', '|---|---|---|---|---|---|---|---|---|---|', ...cells, '',
    `Within panels: ${Object.entries(byDetector).sort(([, a], [, b]) => b - a).map(([name, s]) => `\`${name}\` ${s.toFixed(1)} s`).join(', ')} of the whole paper. Proposals and the pixels of pairs grow with the square of the panels. No pair goes without a proposal, so none is lost there: ${last ? ((1e6 * last.proposeS) / last.pairs).toFixed(0) : '–'} µs a pair; ${last ? ((100 * last.verified) / last.pairs).toFixed(0) : '–'} % of the pairs are then looked at in pixels, ${last ? ((1000 * last.verifyS) / last.verified).toFixed(0) : '–'} ms each.\n`,
  ].join('\n');
}
