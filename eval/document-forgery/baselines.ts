/** The methods that people try first, one score a page: the largest value over windows of 3 × 3 blocks, less the page's median. */
import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';
import type { PageInput } from '../../src/detectors/detector.ts';
import { sumTable } from '../../src/imaging/pages/block-map.ts';
import { quantileOf } from '../../src/imaging/pages/robust.ts';
import { fromSharp, toSharp } from '../watermark/raster.ts';

/** ELA: Krawetz, Black Hat USA 2007. JPEG ghost: Farid, IEEE TIFS 4(1), 2009, doi:10.1109/TIFS.2008.2012215. */
export async function elaOf(page: PageInput): Promise<Readonly<Record<string, number>>> {
  const { columns, rows, noise } = page.blocks;
  const rgb = await fromSharp(sharp(page.bytes).removeAlpha());
  const peak = (values: Float32Array): number => peakOverMedian(values, columns, rows);
  const ghosts = await Promise.all([60, 70, 80].map(async (quality) => await resaved(rgb, page.blocks, quality)));
  const low = Float32Array.from({ length: columns * rows }, (_, i) => Math.min(...ghosts.map((ghost) => (ghost[i] ?? 0) / Math.max(1e-6, ghosts.reduce((sum, other) => sum + (other[i] ?? 0), 0) / 3))));
  return { ela: peak(await resaved(rgb, page.blocks, 90)), noise: peak(noise), ghost: peak(low.map((v) => -v)) };
}

/** Mean absolute difference of each block to the page saved again at this quality. */
async function resaved(rgb: RgbImage, { columns, rows }: PageInput['blocks'], quality: number): Promise<Float32Array> {
  const { data } = await sharp(await toSharp(rgb).jpeg({ quality }).toBuffer()).raw().toBuffer({ resolveWithObject: true });
  const out = new Float32Array(columns * rows);
  for (let y = 0, at = 0; y < rgb.height; y++) for (let x = 0; x < rgb.width; x++) for (let c = 0; c < 3; c++, at++) {
    const i = (y >> 3) * columns + (x >> 3);
    out[i] = (out[i] ?? 0) + Math.abs((rgb.data[at] ?? 0) - (data[at] ?? 0)) / 192;
  }
  return out;
}

function peakOverMedian(values: Float32Array, columns: number, rows: number): number {
  const sums = sumTable(columns, rows, (i) => values[i] ?? 0);
  const means = values.map((_, i) => sums.sum((i % columns) - 1, Math.floor(i / columns) - 1, (i % columns) + 2, Math.floor(i / columns) + 2) / 9);
  return quantileOf(means, 0.995) - quantileOf(means, 0.5);
}
