/** What every query against one original shares; worked out once, the dear parts when first asked for. */
import { image } from '../core/image.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { extractKeypoints } from '../imaging/features/sift.ts';
import { resizeLuma } from '../imaging/resample.ts';
import { keypointsUnder } from './align/hypothesis-keypoints.ts';
import type { HostLevel } from './align/refine-homography.ts';
import { toBand } from './band.ts';
import type { Grid } from './canonical-grid.ts';
import type { Design, HostRecord, Hypothesis } from './engine.types.ts';
import { blockMask, type BlockMask } from './mask.ts';
import { blockMeansOf } from './residual.ts';

export interface Host {
  readonly design: Design;
  readonly grid: Grid;
  /** columns × rows, grey, unmarked. */
  readonly plane: Float32Array;
  readonly mask: BlockMask;
  /** Mean grey of every block. */
  readonly means: Float32Array;
  /** The plane shrunk by 1, 2, 4 and 8. */
  level(shrink: 1 | 2 | 4 | 8): HostLevel;
  /** In px of the grid. `fine`: of the plane doubled, weaker ones too. */
  keypoints(hypothesis: Hypothesis, fine: boolean): Keypoints;
}

/** Keypoints of an original; queries get as many. */
export const COARSE = { maxCount: 1500, contrastThreshold: 0.01, upscaleBelowPx: 512 } as const;
export const FINE = { maxCount: 4000, contrastThreshold: 0.004, upscaleBelowPx: 1400, shrinkAbovePx: 2800, edgeThreshold: 14 } as const;

/** @throws {RangeError} the design's grid is not one. */
export function prepareHost({ design, luma }: HostRecord): Host {
  const grid: Grid = { columns: design.columns, rows: design.rows };
  if (grid.columns % 16 !== 0 || grid.rows % 16 !== 0 || grid.columns < 16 || grid.rows < 16) throw new RangeError(`grid ${grid.columns} × ${grid.rows}: expected multiples of 16`);
  const plane = resizeLuma(luma, grid.columns, grid.rows);
  const remember = new Map<string, unknown>();
  const once = <T>(name: string, make: () => T): T => {
    if (!remember.has(name)) remember.set(name, make());
    return remember.get(name) as T;
  };
  return {
    design, grid, plane: plane.data, mask: blockMask(toBand(plane.data, grid), grid), means: blockMeansOf(plane.data, grid),
    level: (shrink) => once(`level ${shrink}`, () => (shrink === 1 ? plane : resizeLuma(plane, grid.columns / shrink, grid.rows / shrink))),
    keypoints: (hypothesis, fine) => once(`keypoints ${hypothesis} ${fine}`, () => {
      const direct = once(`keypoints ${fine}`, () => extractKeypoints(image(grid.columns, grid.rows, 1, plane.data), fine ? FINE : COARSE));
      return keypointsUnder(hypothesis, direct, grid.columns);
    }),
  };
}
