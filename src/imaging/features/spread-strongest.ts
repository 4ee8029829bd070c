/** Chooses keypoints so that no part of the image and no scale takes all places. */
import type { ScalePoint } from './scale-space.ts';

export interface SpreadOptions {
  readonly maxCount: number;
  /** Cells along each side of the image. */
  readonly grid: number;
  /** px of the image. */
  readonly width: number;
  readonly height: number;
}

/**
 * At most `maxCount` points, strongest first: every (cell, octave) gives its strongest in turn until the places are taken.
 * Ties keep their order, so the choice is reproducible.
 */
export function spreadStrongest<P extends Pick<ScalePoint, 'x' | 'y' | 'octave' | 'response'>>(points: readonly P[], { maxCount, grid, width, height }: SpreadOptions): P[] {
  const byStrength = points.toSorted((a, b) => b.response - a.response);
  if (points.length <= maxCount) return byStrength;
  const rank = new Map<number, number>();
  const turns = byStrength.map((point) => {
    const cell = Math.floor((point.y / height) * grid) * grid + Math.floor((point.x / width) * grid);
    const group = cell * 32 + point.octave;
    const turn = rank.get(group) ?? 0;
    rank.set(group, turn + 1);
    return { point, turn };
  });
  return turns.toSorted((a, b) => a.turn - b.turn).slice(0, maxCount).map(({ point }) => point).toSorted((a, b) => b.response - a.response);
}
