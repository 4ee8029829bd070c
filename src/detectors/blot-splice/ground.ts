/** What lies on the two sides of a line: grain and sharpness, measured where there are no bands. */
import type { Plane } from './plane.ts';
import { robustSpread } from '../../imaging/pages/robust.ts';

/** px; one cell of the grid on which the ground is measured. */
const CELL = { width: 6, height: 6 } as const;
/** px on each side of a line; the first of them are left to the line itself. */
const REACH = 42;
/** Share of the cells of a side that are taken for ground: the plainest. */
const PLAINEST = 0.35;
/** grey; less grain than this is rounding. */
const FLOOR = 0.15;

export interface Ground {
  readonly columns: number;
  readonly rows: number;
  /** By cell, grey: mean distance from the mean of left and right neighbours. */
  readonly grain: Float32Array;
  /** By cell, grey: the same from neighbours 2 px away; with grain it tells how sharp the scan is. */
  readonly broad: Float32Array;
}

export function measureGround({ width, height, luma, mask }: Plane): Ground {
  const [columns, rows] = [Math.floor(width / CELL.width), Math.floor(height / CELL.height)];
  const grain = new Float32Array(columns * rows).fill(Number.NaN);
  const broad = new Float32Array(columns * rows).fill(Number.NaN);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let [fine, wide, count] = [0, 0, 0];
      for (let y = r * CELL.height; y < (r + 1) * CELL.height; y += 2) {
        for (let x = Math.max(2, c * CELL.width); x < Math.min(width - 2, (c + 1) * CELL.width); x++) {
          const at = y * width + x;
          if (mask[at]) continue;
          const v = 2 * (luma[at] ?? 0);
          fine += Math.abs(v - (luma[at - 1] ?? 0) - (luma[at + 1] ?? 0));
          wide += Math.abs(v - (luma[at - 2] ?? 0) - (luma[at + 2] ?? 0));
          count++;
        }
      }
      if (count < 8) continue;
      grain[r * columns + c] = fine / count / 2;
      broad[r * columns + c] = wide / count / 2;
    }
  }
  return { columns, rows, grain, broad };
}

export interface Difference {
  /** Logarithm of the ratio of the grain on both sides, never negative. */
  readonly grain: number;
  /** The same of the sharpness. */
  readonly sharpness: number;
}

/** Between the ground left and right of border `at`, px; against what is usual in this panel when `usual` is given. */
export function differenceAt(ground: Ground, at: number): Difference {
  const left = side(ground, at - REACH, at - 2);
  const right = side(ground, at + 2, at + REACH);
  if (!left || !right) return { grain: 0, sharpness: 0 };
  const ratio = (a: number, b: number): number => Math.abs(Math.log((a + FLOOR) / (b + FLOOR)));
  return { grain: ratio(left.grain, right.grain), sharpness: Math.abs(left.sharpness - right.sharpness) };
}

/** The median difference over places all along the panel. */
export function usualDifference(ground: Ground): Difference {
  const places: Difference[] = [];
  for (let at = REACH; at < ground.columns * CELL.width - REACH; at += 12) places.push(differenceAt(ground, at));
  if (places.length === 0) return { grain: 0, sharpness: 0 };
  const middle = (pick: (one: Difference) => number): number => robustSpread(Float32Array.from(places, pick)).median;
  return { grain: middle(({ grain }) => grain), sharpness: middle(({ sharpness }) => sharpness) };
}

function side({ columns, rows, grain, broad }: Ground, from: number, to: number): { readonly grain: number; readonly sharpness: number } | undefined {
  const first = Math.max(0, Math.ceil(from / CELL.width));
  const last = Math.min(columns, Math.floor(to / CELL.width));
  const cells: { readonly fine: number; readonly wide: number }[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = first; c < last; c++) {
      const fine = grain[r * columns + c] ?? Number.NaN;
      if (!Number.isNaN(fine)) cells.push({ fine, wide: broad[r * columns + c] ?? 0 });
    }
  }
  if (cells.length < 8) return undefined;
  cells.sort((a, b) => a.wide - b.wide);
  const plain = cells.slice(0, Math.max(4, Math.round(cells.length * PLAINEST)));
  const fine = plain.reduce((sum, cell) => sum + cell.fine, 0) / plain.length;
  const wide = plain.reduce((sum, cell) => sum + cell.wide, 0) / plain.length;
  return { grain: fine, sharpness: Math.log((fine + FLOOR) / (wide + FLOOR)) };
}
