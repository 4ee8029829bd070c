/** How often a key that was never laid speaks up: many keys against one aligned query, beside the bound that the p-value is made of. */
import type { LumaImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { alignQuery } from '../../src/watermark/align/align-query.ts';
import { seenFrom } from '../../src/watermark/align/query-levels.ts';
import { log10Tail } from '../../src/watermark/p-value.ts';
import type { Host } from '../../src/watermark/prepare-host.ts';
import { residualOf } from '../../src/watermark/residual.ts';
import { scoreKeys } from '../../src/watermark/score-keys.ts';
import { randomBytesOf } from './keys.ts';

/** x at which the tail is counted. */
export const STEPS = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5] as const;

export interface KeyTrials {
  readonly trials: number;
  /** Keys with x of at least each of the steps. */
  readonly tail: readonly number[];
  readonly largestX: number;
  /** Keys whose own p (one key tried, one residual) is at most 10⁻⁶. */
  readonly marked: number;
}

/** @returns `undefined` where the query cannot be laid over the original. */
export function tryKeys(host: Host, query: LumaImage, keys: number, random: Random): KeyTrials | undefined {
  const { levels, alignments: [alignment] } = alignQuery(host, query);
  if (!alignment) return undefined;
  const seen = seenFrom(levels, alignment.matrix, host.level(1));
  const residual = residualOf(host, seen.data, seen.inside);
  const start = randomBytesOf(random, 32);
  const own = Array.from({ length: keys }, (_, i) => {
    const key = start.slice();
    new DataView(key.buffer).setUint32(0, i); // keys go through SHAKE256: neighbours are as far apart as any
    return { key, maxPayload: 0 };
  });
  const { keys: scores } = scoreKeys([residual], own, { grid: host.grid, maxPayload: 0, log10Threshold: -6 });
  return {
    trials: keys, tail: STEPS.map((step) => scores.filter(({ x }) => x >= step).length), largestX: scores.reduce((most, { x }) => Math.max(most, x), 0),
    marked: scores.filter(({ x }) => log10Tail(x) <= -6).length,
  };
}
