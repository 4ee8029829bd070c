/** Poses to try when keypoints fail: the whole frame in its eight positions, and a piece cut out without being scaled, wherever it fits. */
import { multiply, type Matrix } from '../../core/geometry.ts';
import type { Hypothesis } from '../engine.types.ts';
import type { Host } from '../prepare-host.ts';
import { resizeLuma } from '../../imaging/resample.ts';
import { agreementOf } from './agreement.ts';
import { seenFrom, type QueryLevels } from './query-levels.ts';
import { bestPlaces } from './template-search.ts';

export interface FramePose {
  readonly matrix: Matrix;
  readonly hypothesis: Hypothesis;
}

/** Poses handed on from each way of searching. */
const KEPT = 2;
/** Sizes of a cut-out relative to how it lay in the original. */
const ZOOMS = [1, 0.5, 0.75, 1.5] as const;

export function searchFrames(host: Host, levels: QueryLevels): FramePose[] {
  return [...wholeFrames(host, levels), ...pieces(host, levels)];
}

function wholeFrames(host: Host, levels: QueryLevels): FramePose[] {
  const { columns, rows } = host.grid;
  const { width, height } = levels.luma;
  const level = host.level(4);
  const unit: Matrix = [1 / columns, 0, 0, 0, 1 / rows, 0, 0, 0, 1];
  const rated = POSITIONS.map(({ turn, mirrored }) => {
    const matrix = multiply(multiply([width, 0, 0, 0, height, 0, 0, 0, 1], turn), unit);
    const { weight } = agreementOf(level, seenFrom(levels, multiply(matrix, [4, 0, 0, 0, 4, 0, 0, 0, 1]), level));
    return { matrix, weight, hypothesis: mirrored ? 'mirrored' as const : 'direct' as const };
  });
  return rated.sort((p, q) => q.weight - p.weight).slice(0, KEPT);
}

/** The symmetries of the unit square. */
const POSITIONS: readonly { readonly turn: Matrix; readonly mirrored: boolean }[] = [
  { turn: [1, 0, 0, 0, 1, 0, 0, 0, 1], mirrored: false }, { turn: [-1, 0, 1, 0, 1, 0, 0, 0, 1], mirrored: true },
  { turn: [-1, 0, 1, 0, -1, 1, 0, 0, 1], mirrored: false }, { turn: [1, 0, 0, 0, -1, 1, 0, 0, 1], mirrored: true },
  { turn: [0, -1, 1, 1, 0, 0, 0, 0, 1], mirrored: false }, { turn: [0, 1, 0, -1, 0, 1, 0, 0, 1], mirrored: false },
  { turn: [0, 1, 0, 1, 0, 0, 0, 0, 1], mirrored: true }, { turn: [0, -1, 1, -1, 0, 1, 0, 0, 1], mirrored: true },
];

function pieces(host: Host, { luma }: QueryLevels): FramePose[] {
  const { design, grid } = host;
  const level = host.level(4);
  return ZOOMS.flatMap((zoom) => {
    // Query px → level px, if the query was cut out and then zoomed.
    const [sx, sy] = [level.width / design.width / zoom, level.height / design.height / zoom];
    const [w, h] = [Math.round(luma.width * sx), Math.round(luma.height * sy)];
    if (w < 6 || h < 6 || w > level.width + 2 || h > level.height + 2) return [];
    const template = resizeLuma(luma, Math.min(w, level.width), Math.min(h, level.height));
    return bestPlaces(level, template, KEPT).map(({ x, y }): FramePose => {
      const [kx, ky] = [luma.width / template.width, luma.height / template.height];
      const toQuery: Matrix = [kx, 0, -x * kx, 0, ky, -y * ky, 0, 0, 1];
      return { matrix: multiply(toQuery, [level.width / grid.columns, 0, 0, 0, level.height / grid.rows, 0, 0, 0, 1]), hypothesis: 'direct' };
    });
  });
}
