/**
 * What is left of a patch without its content, in the layout that the network reads.
 *
 * Two residuals of each colour: the 3 × 3 high-pass of the rich models, and what nearest-neighbour enlarging by two would not explain.
 * Sources: Fridrich and Kodovský, IEEE TIFS 7(3), 2012, doi:10.1109/TIFS.2012.2190402; Tan et al., CVPR 2024 ("NPR").
 */
import type { RgbImage } from '../../core/image.ts';

/** px of the common form; a patch as the network was trained on. */
export const PATCH = 64;
/** Grey levels that a residual is divided by, and where it is cut after that: strong edges must not drown weak traces. */
const SCALE = 8;
const CUT = 2.5;
/** 2 residuals × 3 colours × 4 phases of a 2 × 2 grid. */
const CHANNELS = 24;

/** @returns PATCH / 2 × PATCH / 2 × 24, pixel by pixel: residual, colour, phase row, phase column. @throws {RangeError} the patch leaves the image. */
export function residualsOf(rgb: RgbImage, left: number, top: number): Float32Array {
  if (left < 0 || top < 0 || left + PATCH > rgb.width || top + PATCH > rgb.height) throw new RangeError(`a patch at ${left}, ${top} leaves ${rgb.width} × ${rgb.height}`);
  const half = PATCH / 2;
  const out = new Float32Array(half * half * CHANNELS);
  const at = (x: number, y: number, c: number): number => rgb.data[((top + clamp(y)) * rgb.width + left + clamp(x)) * 3 + c] ?? 0;
  for (let y = 0; y < PATCH; y++) for (let x = 0; x < PATCH; x++) for (let c = 0; c < 3; c++) {
    const centre = at(x, y, c);
    const across = at(x - 1, y, c) + at(x + 1, y, c) + at(x, y - 1, c) + at(x, y + 1, c);
    const corners = at(x - 1, y - 1, c) + at(x + 1, y - 1, c) + at(x - 1, y + 1, c) + at(x + 1, y + 1, c);
    const pixel = ((y >> 1) * half + (x >> 1)) * CHANNELS;
    const phase = (y & 1) * 2 + (x & 1);
    out[pixel + c * 4 + phase] = cut((2 * across - 4 * centre - corners) / 4);
    out[pixel + 12 + c * 4 + phase] = cut((centre - at(x & ~1, y & ~1, c)) / 2);
  }
  return out;
}

/** Outside the patch its nearest pixel stands. */
const clamp = (v: number): number => (v < 0 ? 0 : v >= PATCH ? PATCH - 1 : v);

const cut = (v: number): number => Math.max(-CUT, Math.min(CUT, v / SCALE));
