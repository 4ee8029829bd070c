/** Agreement of two masks, pixel by pixel. */
import { image, type GrayImage } from '../../src/core/image.ts';
import type { Frame } from '../../src/core/geometry.ts';
import type { Region } from '../../src/core/regions.ts';
import { rasterize, union } from '../../test/support/synthetic-edit.ts';

/** Harmonic mean of pixel precision and recall, in [0, 1]; 1 when both masks are empty. */
export function pixelF1(found: GrayImage, truth: GrayImage): number {
  let [both, marked, real] = [0, 0, 0];
  for (let i = 0; i < truth.data.length; i++) {
    const [f, t] = [found.data[i] ? 1 : 0, truth.data[i] ? 1 : 0];
    both += f & t;
    marked += f;
    real += t;
  }
  return marked + real === 0 ? 1 : (2 * both) / (marked + real);
}

/** All regions as one mask. */
export function maskOf(regions: readonly Region<Frame>[], width: number, height: number): GrayImage {
  return regions.reduce<GrayImage>((mask, region) => union(mask, rasterize(region, width, height)), image(width, height, 1, new Uint8Array(width * height)));
}
