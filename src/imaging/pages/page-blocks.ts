/** What every page detector needs to know of each 8 × 8 block, measured once. */
import type { LumaImage, RgbImage } from '../../core/image.ts';
import { BLOCK } from './block-map.ts';
import { quantileOf } from './robust.ts';

/** One value a block, row-major. */
export interface PageBlocks {
  readonly columns: number;
  readonly rows: number;
  /** Mean luma, [0, 255]. */
  readonly mean: Float32Array;
  /** Largest less smallest luma, [0, 255]. */
  readonly contrast: Float32Array;
  /** Standard deviation of the noise, grey. Source: Immerkær, CVIU 64(2), 1996, doi:10.1006/cviu.1996.0060. */
  readonly noise: Float32Array;
  /** log of fine over coarse differences: how sharp its edges are. */
  readonly sharpness: Float32Array;
  /** Share of pixels equal to their right neighbour, [0, 1]. */
  readonly equal: Float32Array;
  /** Mean colour differences B − Y and R − Y, grey. */
  readonly blue: Float32Array;
  readonly red: Float32Array;
  /** 1 = nothing but paper (or sky, or wall): little contrast for this page. */
  readonly plain: Uint8Array;
  /** Share of plain blocks, [0, 1]. */
  readonly plainShare: number;
}

/** grey: a block with less contrast than this, or than a multiple of the page's quieter blocks, is plain. */
const PLAIN = { least: 10, share: 0.25, times: 2, most: 48 } as const;

export function measurePageBlocks(luma: LumaImage, rgb: RgbImage): PageBlocks {
  const { width, height } = luma;
  const [columns, rows] = [Math.ceil(width / BLOCK), Math.ceil(height / BLOCK)];
  const plane = (): Float32Array => new Float32Array(columns * rows);
  const blocks = { mean: plane(), contrast: plane(), noise: plane(), sharpness: plane(), equal: plane(), blue: plane(), red: plane() };
  for (let row = 0, i = 0; row < rows; row++) {
    // a block that reaches over the edge is measured as the last whole one: a few rows of pixels alone look like no other place
    const y0 = Math.max(0, Math.min(row * BLOCK, height - BLOCK));
    for (let column = 0; column < columns; column++, i++) measureBlock(luma, rgb, { i, x0: Math.max(0, Math.min(column * BLOCK, width - BLOCK)), y0 }, blocks);
  }
  const limit = Math.min(PLAIN.most, Math.max(PLAIN.least, PLAIN.times * quantileOf(blocks.contrast, PLAIN.share)));
  const plain = Uint8Array.from(blocks.contrast, (v) => (v <= limit ? 1 : 0));
  return { columns, rows, ...blocks, plain, plainShare: plain.reduce((sum, v) => sum + v, 0) / plain.length };
}

type Planes = Pick<PageBlocks, 'mean' | 'contrast' | 'noise' | 'sharpness' | 'equal' | 'blue' | 'red'>;

function measureBlock({ width, height, data }: LumaImage, rgb: RgbImage, { i, x0, y0 }: { readonly i: number; readonly x0: number; readonly y0: number }, into: Planes): void {
  const [x1, y1] = [Math.min(width, x0 + BLOCK), Math.min(height, y0 + BLOCK)];
  let [sum, low, high, equal, count, blue, red] = [0, 255, 0, 0, 0, 0, 0];
  let [noise, inner, fine, coarse] = [0, 0, 0, 0];
  for (let y = y0; y < y1; y++) {
    for (let x = x0, at = y * width + x0; x < x1; x++, at++) {
      const v = data[at] ?? 0;
      sum += v;
      count++;
      if (v < low) low = v;
      if (v > high) high = v;
      red += rgb.data[3 * at] ?? 0;
      blue += rgb.data[3 * at + 2] ?? 0;
      if (x < 2 || y < 2 || x + 2 >= width || y + 2 >= height) continue;
      const right = data[at + 1] ?? 0;
      const below = data[at + width] ?? 0;
      const [left, above] = [data[at - 1] ?? 0, data[at - width] ?? 0];
      if (v === right) equal++;
      const r = 4 * v - 2 * (left + right + above + below) + (data[at - width - 1] ?? 0) + (data[at - width + 1] ?? 0) + (data[at + width - 1] ?? 0) + (data[at + width + 1] ?? 0);
      noise += r * r;
      inner++;
      fine += (2 * v - left - right) ** 2 + (2 * v - above - below) ** 2;
      coarse += ((data[at + 2] ?? 0) - (data[at - 2] ?? 0)) ** 2 + ((data[at + 2 * width] ?? 0) - (data[at - 2 * width] ?? 0)) ** 2;
    }
  }
  const n = Math.max(1, inner);
  into.mean[i] = sum / Math.max(1, count);
  into.contrast[i] = Math.max(0, high - low);
  into.noise[i] = Math.sqrt(noise / n) / 6;
  into.sharpness[i] = Math.log((fine / n + 4) / (coarse / n + 4));
  into.equal[i] = equal / n;
  into.blue[i] = (blue - sum) / Math.max(1, count);
  into.red[i] = (red - sum) / Math.max(1, count);
}
