/** Where on a blot pixels jump as a cut makes them, cell by cell: for people, who see whether the cells line up. */
import type { PatchReading } from '../detector.ts';
import type { Jumps } from './jumps.ts';

/** px across the line; along it, groups of rows of the jumps. */
const ACROSS = 6;
const GROUPS = 3;
/** Contrast from which a cell is shown, and at which it is full. */
const LEAST = 0.4;
const FULL = 0.8;
/** Cells shown, the strongest. */
const MOST = 240;
/** px near the border, where nothing is measured. */
const BORDER = 10;

/**
 * @param jumps of 4 rows, hard and soft.
 * @param isTurned of the panel turned over its diagonal: level lines.
 */
export function evidenceMap(jumps: readonly Jumps[], isTurned: boolean): readonly PatchReading[] {
  const [hard, soft] = jumps;
  if (!hard || !soft) return [];
  const cells: PatchReading[] = [];
  for (let b = 0; b < hard.rows; b += GROUPS) {
    const last = Math.min(hard.rows, b + GROUPS);
    for (let c = BORDER; c < hard.columns - BORDER; c += ACROSS) {
      const contrast = strongest(hard, soft, { b, last, c });
      if (contrast < LEAST) continue;
      const [x, y, width, height] = [c - ACROSS / 2, b * hard.bin, ACROSS, (last - b) * hard.bin];
      const score = Math.min(1, contrast / FULL);
      cells.push({ score, box: isTurned ? { x: y, y: x, width: height, height: width } : { x, y, width, height } });
    }
  }
  return cells.sort((p, q) => q.score - p.score).slice(0, MOST);
}

interface Cell { readonly b: number; readonly last: number; readonly c: number }

/** The best column of a cell, its groups of rows taken together. */
function strongest(hard: Jumps, soft: Jumps, { b, last, c }: Cell): number {
  let best = 0;
  for (let k = c - ACROSS / 2; k < c + ACROSS / 2; k++) {
    let sum = 0;
    for (let row = b; row < last; row++) sum += Math.max(hard.contrast[row * hard.columns + k] ?? 0, soft.contrast[row * hard.columns + k] ?? 0);
    best = Math.max(best, sum / (last - b));
  }
  return best;
}
