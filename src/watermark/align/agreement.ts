/** How well a query seen through an alignment shows the original. Looks at pictures only, never at keys. */
import { blurred } from '../../imaging/kernels/sift.ts';
import type { Warped } from '../../imaging/kernels/warp.ts';
import { fitTone, toned } from '../tone-curve.ts';
import type { HostLevel } from './refine-homography.ts';

export interface Agreement {
  /** Correlation of the finer detail (beyond a blur of 6 px of the level), in [−1, 1], the tone curve allowed for. */
  readonly correlation: number;
  /** Share of the original that is seen, in [0, 1]. */
  readonly coverage: number;
  /** Grows with both: ranks alignments. */
  readonly weight: number;
}

const DETAIL_SIGMA = 6;

export function agreementOf(level: HostLevel, { data, inside }: Warped): Agreement {
  const { width, height } = level;
  const expected = toned(fitTone(level.data, data, inside), level.data);
  const filled = data.slice();
  for (let i = 0; i < filled.length; i++) if (inside[i] === 0) filled[i] = expected[i] ?? 0;
  const [smoothT, smoothQ] = [blurred({ width, height, data: expected }, DETAIL_SIGMA), blurred({ width, height, data: filled }, DETAIL_SIGMA)];
  let [n, tt, qq, tq] = [0, 0, 0, 0];
  for (let i = 0; i < inside.length; i++) {
    if (!inside[i]) continue;
    const [t, q] = [(expected[i] ?? 0) - (smoothT[i] ?? 0), (filled[i] ?? 0) - (smoothQ[i] ?? 0)];
    n++;
    tt += t * t;
    qq += q * q;
    tq += t * q;
  }
  const correlation = tt > 0 && qq > 0 ? tq / Math.sqrt(tt * qq) : 0;
  const coverage = n / inside.length;
  return { correlation, coverage, weight: (correlation / Math.sqrt(1.0001 - correlation * correlation)) * Math.sqrt(n) };
}
