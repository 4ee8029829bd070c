/** The mark at full resolution, strip by strip: the canonical plane enlarged, under a mask that knows the pixels. */
import { image } from '../core/image.ts';
import { localDeviation, weaveRows, widenRows, type FourTaps } from '../imaging/kernels/mark.ts';
import { resizeLuma } from '../imaging/resample.ts';
import { BLOCK, type Grid } from './canonical-grid.ts';
import type { LumaRows } from './engine.types.ts';
import { readStrips } from './row-strips.ts';

/** grey, added to deviations before they are compared: below it nothing is told from noise. */
const SOFT = 1;
/** Least share of the mark that stays on a flat pixel of a textured block. */
const LEAST_GAIN = 0.3;

export interface WovenStrip {
  readonly top: number;
  /** Rows × width, before the strength is applied. */
  readonly rows: Float32Array;
  /** Sum of squares. */
  readonly energy: number;
}

export interface Weaver {
  readonly count: number;
  /** @param deviation local deviation of the strip's pixels, if it is at hand; else it is worked out anew. */
  strip(index: number, deviation?: Float32Array): WovenStrip;
}

/** px, half the window of the pixel mask less one half: about a pixel of the grid, 7 × 7 in small images. */
export function maskRadius(width: number, { columns }: Grid): number {
  return Math.min(8, Math.max(3, Math.round(width / columns)));
}

/**
 * A pixel's share is its local deviation over the mean of its block (so flat pixels beside an edge get less), at most 1.
 *
 * @param mark columns × rows of the grid.
 * @param deviations mean local deviation of every block, grey.
 */
export function weaver(source: LumaRows, grid: Grid, { mark, deviations }: { readonly mark: Float32Array; readonly deviations: Float32Array }): Weaver {
  const { width, height } = source;
  const halo = maskRadius(width, grid);
  const strips = readStrips(source, halo);
  const base = atLeast(grid, { mark, reference: spread(deviations, grid) }, width, height);
  const across = cubicAxis(base.columns, width);
  const down = cubicAxis(base.rows, height);
  return {
    count: strips.count,
    strip(index, deviation) {
      const { top, rows } = strips.place(index);
      const sd = deviation ?? localDeviation({ width, height: rows + 2 * halo, data: strips.strip(index).data }, halo);
      const low = down.first[top] ?? 0;
      const high = (down.first[top + rows - 1] ?? 0) + 4;
      const band = (plane: Float32Array): Float32Array => widenRows({ width: base.columns, height: high - low, data: rowsOf(plane, base, low, high) }, across);
      const taps = { first: down.first.slice(top, top + rows).map((at) => at - low), weights: down.weights.slice(4 * top, 4 * (top + rows)) };
      const woven = weaveRows({ width, mark: band(base.mark), reference: band(base.reference), taps, soft: SOFT, least: LEAST_GAIN }, sd);
      return { top, ...woven };
    },
  };
}

interface Base extends Grid {
  readonly mark: Float32Array;
  readonly reference: Float32Array;
}

/** The planes on the grid, or averaged to the image where the grid is finer than that. */
function atLeast({ columns, rows }: Grid, { mark, reference }: { readonly mark: Float32Array; readonly reference: Float32Array }, width: number, height: number): Base {
  if (columns <= width && rows <= height) return { columns, rows, mark, reference };
  const [w, h] = [Math.min(columns, width), Math.min(rows, height)];
  const about = resizeLuma(image(columns, rows, 1, mark.map((v) => v + 128)), w, h).data.map((v) => v - 128);
  return { columns: w, rows: h, mark: about, reference: resizeLuma(image(columns, rows, 1, reference), w, h).data };
}

/** Block values over the grid, linear between the middles of blocks. */
function spread(values: Float32Array, { columns, rows }: Grid): Float32Array {
  const [across, down] = [columns / BLOCK, rows / BLOCK];
  const out = new Float32Array(columns * rows);
  const [left, share] = [new Int32Array(columns), new Float64Array(columns)];
  for (let x = 0; x < columns; x++) {
    const gx = Math.min(across - 1, Math.max(0, (x + 0.5) / BLOCK - 0.5));
    left[x] = Math.min(across - 1, Math.floor(gx));
    share[x] = gx - (left[x] ?? 0);
  }
  for (let y = 0, at = 0; y < rows; y++) {
    const gy = Math.min(down - 1, Math.max(0, (y + 0.5) / BLOCK - 0.5));
    const y0 = Math.min(down - 1, Math.floor(gy));
    const [ty, upper, lower] = [gy - y0, y0 * across, Math.min(down - 1, y0 + 1) * across];
    for (let x = 0; x < columns; x++, at++) {
      const [x0, tx] = [left[x] ?? 0, share[x] ?? 0];
      const x1 = Math.min(across - 1, x0 + 1);
      out[at] = (1 - ty) * ((1 - tx) * (values[upper + x0] ?? 0) + tx * (values[upper + x1] ?? 0)) + ty * ((1 - tx) * (values[lower + x0] ?? 0) + tx * (values[lower + x1] ?? 0));
    }
  }
  return out;
}

/** Rows [low, high) of a plane, its edge rows repeated. */
function rowsOf(plane: Float32Array, { columns, rows }: Grid, low: number, high: number): Float32Array {
  if (low >= 0 && high <= rows) return plane.subarray(low * columns, high * columns);
  const out = new Float32Array((high - low) * columns);
  for (let y = low; y < high; y++) {
    const from = Math.min(rows - 1, Math.max(0, y)) * columns;
    out.set(plane.subarray(from, from + columns), (y - low) * columns);
  }
  return out;
}

/** Cubic of Keys, a = −1/2, from `from` samples to as many or more. Source: Keys, IEEE TASSP 29(6), 1981, doi:10.1109/TASSP.1981.1163711. */
function cubicAxis(from: number, to: number): FourTaps {
  const first = new Int32Array(to);
  const weights = new Float32Array(4 * to);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const start = Math.floor(centre);
    const t = centre - start;
    first[i] = start - 1;
    weights.set([-0.5 * t * (1 - t) ** 2, 1 + t * t * (1.5 * t - 2.5), 1 + (1 - t) ** 2 * (1.5 * (1 - t) - 2.5), -0.5 * (1 - t) * t * t], 4 * i);
  }
  return { first, weights };
}
