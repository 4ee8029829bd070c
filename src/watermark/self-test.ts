/** What the detector will find of a mark after a hard but common attack, before anything is written. */
import { image, type LumaImage } from '../core/image.ts';
import { resizeLuma } from '../imaging/resample.ts';
import { residualOf, type GridHost } from './residual.ts';

/** Luminance table of JPEG at quality 50. Source: ITU-T T.81, table K.1. */
const QUALITY_50 = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const COSINES = Float64Array.from({ length: 64 }, (_, i) => Math.sqrt((i < 8 ? 1 : 2) / 8) * Math.cos((((i % 8) + 0.5) * Math.floor(i / 8) * Math.PI) / 8));

/**
 * x after JPEG 50 of the marked image at the size given, with perfect alignment.
 *
 * @param unmarked luma, about half the size of the original.
 * @param delta the mark at that size.
 * @param signs ±1 of each chip.
 */
export function predictX(host: GridHost, { unmarked, delta, signs }: { readonly unmarked: LumaImage; readonly delta: Float32Array; readonly signs: Int8Array }): number {
  const { grid } = host;
  const marked = image(unmarked.width, unmarked.height, 1, unmarked.data.map((v, i) => Math.min(255, Math.max(0, v + (delta[i] ?? 0)))));
  const query = resizeLuma(throughJpeg(marked), grid.columns, grid.rows);
  const { g, norm } = residualOf(host, query.data, new Uint8Array(query.data.length).fill(1));
  return norm === 0 ? 0 : g.reduce((sum, v, i) => sum + v * (signs[i] ?? 0), 0) / norm;
}

/** Luma quantised in blocks of 8 × 8; the last blocks of a side that is no multiple stay as they are. */
function throughJpeg({ width, height, data }: LumaImage): LumaImage {
  const out = data.slice();
  const [block, half] = [new Float64Array(64), new Float64Array(64)];
  for (let top = 0; top + 8 <= height; top += 8) for (let left = 0; left + 8 <= width; left += 8) {
    for (let i = 0; i < 64; i++) block[i] = (data[(top + (i >> 3)) * width + left + (i & 7)] ?? 0) - 128;
    multiplyInto(half, block, COSINES, false);
    multiplyInto(block, half, COSINES, true);
    for (let i = 0; i < 64; i++) block[i] = Math.round((block[i] ?? 0) / (QUALITY_50[i] ?? 1)) * (QUALITY_50[i] ?? 1);
    backInto(half, block, false);
    backInto(block, half, true);
    for (let i = 0; i < 64; i++) out[(top + (i >> 3)) * width + left + (i & 7)] = Math.min(255, Math.max(0, Math.round((block[i] ?? 0) + 128)));
  }
  return image(width, height, 1, out);
}

/** One axis of the 8 × 8 DCT: along rows, or along columns. */
function multiplyInto(target: Float64Array, source: Float64Array, cosines: Float64Array, columns: boolean): void {
  for (let line = 0; line < 8; line++) for (let u = 0; u < 8; u++) {
    let sum = 0;
    for (let x = 0; x < 8; x++) sum += (cosines[u * 8 + x] ?? 0) * (source[columns ? x * 8 + line : line * 8 + x] ?? 0);
    target[columns ? u * 8 + line : line * 8 + u] = sum;
  }
}

function backInto(target: Float64Array, source: Float64Array, columns: boolean): void {
  for (let line = 0; line < 8; line++) for (let x = 0; x < 8; x++) {
    let sum = 0;
    for (let u = 0; u < 8; u++) sum += (COSINES[u * 8 + x] ?? 0) * (source[columns ? u * 8 + line : line * 8 + u] ?? 0);
    target[columns ? x * 8 + line : line * 8 + x] = sum;
  }
}
