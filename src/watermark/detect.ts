/** Whether an image carries the mark of one of many keys over one original, with a probability that holds for any image and any attack. */
import { invert, multiply, type Matrix } from '../core/geometry.ts';
import { alignQuery, type Alignment } from './align/align-query.ts';
import { seenFrom, type QueryLevels } from './align/query-levels.ts';
import { smoothFlow } from './align/smooth-flow.ts';
import type { Detection, DetectRequest } from './engine.types.ts';
import type { Host } from './prepare-host.ts';
import { residualOf, type Residual } from './residual.ts';
import { scoreKeys } from './score-keys.ts';

export const DEFAULT_THRESHOLD = -6;
/** Correlation of detail from which a query that shows no mark is called comparable. */
const COMPARABLE = 0.3;

/** Alignment and residual look at pictures only; the keys come last, so every p holds whatever was aligned how. */
export function detectMarks({ query, host, keys, payloadMax, log10Threshold = DEFAULT_THRESHOLD }: DetectRequest<Host>): Detection {
  const { levels, alignments } = alignQuery(host, query);
  const tried = alignments.flatMap((alignment) => residualsOf(host, levels, alignment).map((residual) => ({ alignment, residual })));
  const { keys: scores, trials } = scoreKeys(tried.map(({ residual }) => residual), keys, {
    grid: host.grid, maxPayload: host.design.maxPayload, log10Threshold, ...(payloadMax === undefined ? {} : { payloadMax }),
  });
  const best = scores.reduce((least, { log10p, marked }, i) => (marked && (least < 0 || log10p < (scores[least]?.log10p ?? 0)) ? i : least), -1);
  const comparable = best >= 0 || alignments.some(({ correlation }) => correlation >= COMPARABLE);
  const shown = (best >= 0 ? tried[scores[best]?.residual ?? 0]?.alignment : undefined) ?? alignments[0];
  return {
    comparable, trials, keys: scores.map(({ residual: _, ...score }) => score), ...(best >= 0 ? { best } : {}),
    ...(comparable && shown ? { transform: toOriginal(host, shown.matrix), hypothesis: shown.hypothesis } : {}),
  };
}

/** One with the homography alone, one with the smooth flow on top. */
function residualsOf(host: Host, levels: QueryLevels, { matrix }: Alignment): Residual[] {
  const plain = seenFrom(levels, matrix, host.level(1));
  const { seen } = smoothFlow(host.level(1), levels, { toQuery: matrix, seen: plain });
  return [residualOf(host, plain.data, plain.inside), residualOf(host, seen.data, seen.inside)];
}

/** Query → original pixels. */
function toOriginal({ design, grid }: Host, toQuery: Matrix): Matrix {
  return multiply([design.width / grid.columns, 0, 0, 0, design.height / grid.rows, 0, 0, 0, 1], invert(toQuery));
}
