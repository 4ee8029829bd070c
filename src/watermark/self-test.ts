/** What the detector will find of a mark after a hard but common attack, before anything is written. */
import { image, type LumaImage } from '../core/image.ts';
import { requantised } from '../imaging/kernels/band.ts';
import { resizeLuma } from '../imaging/resample.ts';
import { residualOf, type GridHost } from './residual.ts';

/** Luminance table of JPEG at quality 50. Source: ITU-T T.81, table K.1. */
const QUALITY_50 = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/**
 * x after JPEG 50 of the marked image at the size given, with perfect alignment.
 *
 * @param unmarked luma, about half the size of the original.
 * @param delta the mark at that size.
 * @param signs ±1 of each chip.
 */
export function predictX(host: GridHost, { unmarked, delta, signs }: { readonly unmarked: LumaImage; readonly delta: Float32Array; readonly signs: Int8Array }): number {
  const { grid } = host;
  const { width, height } = unmarked;
  const marked = unmarked.data.slice();
  for (let i = 0; i < marked.length; i++) marked[i] = Math.min(255, Math.max(0, (marked[i] ?? 0) + (delta[i] ?? 0)));
  const query = resizeLuma(image(width, height, 1, requantised({ width, height, data: marked }, QUALITY_50)), grid.columns, grid.rows);
  const { g, norm } = residualOf(host, query.data, new Uint8Array(query.data.length).fill(1));
  return norm === 0 ? 0 : g.reduce((sum, v, i) => sum + v * (signs[i] ?? 0), 0) / norm;
}
