/** How a copy was moved, in words that cases can be counted by. */
import { motionOf, type Matrix } from '../../src/core/geometry.ts';

/** What is counted, in the order of the tables. */
export const MOVES = ['moved', 'mirrored', 'quarter turn', 'quarter turn, mirrored', 'turned', 'turned, mirrored'] as const;
export type Move = (typeof MOVES)[number];

export interface Transform {
  readonly move: Move;
  /** By more than 2 %. */
  readonly isResized: boolean;
}

/** deg; a strip laid by hand is off by as much. */
const UPRIGHT = 3;

/** @param matrix pixels of the source → pixels of the copy. */
export function transformOf(matrix: Matrix): Transform {
  const { rotation, scale, mirrored } = motionOf(matrix);
  const quarter = Math.round(rotation / 90);
  const turn = Math.abs(rotation - 90 * quarter) > UPRIGHT ? 'turned' : quarter === 0 ? '' : 'quarter turn';
  return { move: nameOf(turn, mirrored), isResized: Math.abs(scale - 1) > 0.02 };
}

function nameOf(turn: '' | 'quarter turn' | 'turned', mirrored: boolean): Move {
  if (turn === '') return mirrored ? 'mirrored' : 'moved';
  return mirrored ? `${turn}, mirrored` : turn;
}
