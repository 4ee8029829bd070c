/** Tiles of nothing but paper: print is left out, so that its own frequencies are. */
import type { Point } from '../../core/geometry.ts';
import { image, type MaskImage, type RgbImage } from '../../core/image.ts';
import { toLuma } from '../color.ts';
import { inkOf } from '../pages/ink.ts';
import { TILE } from './tiles.ts';

/** 1 = print, or paper within `halo` px of it. */
export const printOf = (rgb: RgbImage, halo: number): MaskImage => widened(inkOf(toLuma(rgb)), halo);

/** 1 = print here or within `radius`. */
function widened({ width, height, data }: MaskImage, radius: number): MaskImage {
  const rows = new Uint8Array(data.length);
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0, last = -radius - 1; x < width + radius; x++) {
    if (x < width && data[y * width + x]) last = x;
    const at = x - radius;
    if (at >= 0 && last >= at - radius) rows[y * width + at] = 1;
  }
  for (let x = 0; x < width; x++) for (let y = 0, last = -radius - 1; y < height + radius; y++) {
    if (y < height && rows[y * width + x]) last = y;
    const at = y - radius;
    if (at >= 0 && last >= at - radius) out[at * width + x] = 1;
  }
  return image(width, height, 1, out);
}

export interface Paper {
  /** 1 = paper. */
  readonly mask: Uint8Array;
  /** Share of the tile that is paper, places weighed as the window weighs them, [0, 1]. */
  readonly share: number;
}

/** What of a tile is paper; nothing beyond the edge of the picture is. */
export function paperOf({ width, height, data }: MaskImage, { x: x0, y: y0 }: Point, window: Float64Array): Paper {
  const mask = new Uint8Array(TILE * TILE);
  let [share, whole] = [0, 0];
  for (let y = 0, i = 0; y < TILE; y++) for (let x = 0; x < TILE; x++, i++) {
    const [u, v] = [x0 + x, y0 + y];
    const weight = (window[i] ?? 0) ** 2;
    whole += weight;
    if (u < 0 || v < 0 || u >= width || v >= height || data[v * width + u]) continue;
    mask[i] = 1;
    share += weight;
  }
  return { mask, share: share / whole };
}

/** px: half the square whose mean of paper is taken off. */
const LOCAL = 14;

/** Paper less the paper around it; 0 where there is print; windowed. */
export function flattenInto(values: Float64Array, mask: Uint8Array, window: Float64Array): void {
  const stride = TILE + 1;
  const [sums, counts] = [new Float64Array(stride * stride), new Int32Array(stride * stride)];
  for (let y = 0; y < TILE; y++) for (let x = 0, sum = 0, n = 0; x < TILE; x++) {
    const i = y * TILE + x;
    sum += mask[i] ? (values[i] ?? 0) : 0;
    n += mask[i] ?? 0;
    sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + sum;
    counts[(y + 1) * stride + x + 1] = (counts[y * stride + x + 1] ?? 0) + n;
  }
  const within = (table: Float64Array | Int32Array, x0: number, y0: number, x1: number, y1: number): number => (table[y1 * stride + x1] ?? 0) - (table[y0 * stride + x1] ?? 0) - (table[y1 * stride + x0] ?? 0) + (table[y0 * stride + x0] ?? 0);
  for (let y = 0, i = 0; y < TILE; y++) for (let x = 0; x < TILE; x++, i++) {
    const [x0, y0, x1, y1] = [Math.max(0, x - LOCAL), Math.max(0, y - LOCAL), Math.min(TILE, x + LOCAL + 1), Math.min(TILE, y + LOCAL + 1)];
    values[i] = mask[i] ? ((values[i] ?? 0) - within(sums, x0, y0, x1, y1) / Math.max(1, within(counts, x0, y0, x1, y1))) * (window[i] ?? 0) : 0;
  }
}
