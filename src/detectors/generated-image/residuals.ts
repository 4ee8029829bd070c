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
  const padded = withBorder(rgb, left, top);
  const half = PATCH / 2;
  const out = new Float32Array(half * half * CHANNELS);
  for (let y = 0; y < PATCH; y++) for (let x = 0; x < PATCH; x++) {
    const pixel = ((y >> 1) * half + (x >> 1)) * CHANNELS;
    const phase = (y & 1) * 2 + (x & 1);
    const here = (y + 1) * PITCH + (x + 1) * 3;
    const cell = ((y & ~1) + 1) * PITCH + ((x & ~1) + 1) * 3;
    for (let c = 0; c < 3; c++) {
      const i = here + c;
      const centre = padded[i] ?? 0;
      const across = (padded[i - 3] ?? 0) + (padded[i + 3] ?? 0) + (padded[i - PITCH] ?? 0) + (padded[i + PITCH] ?? 0);
      const corners = (padded[i - PITCH - 3] ?? 0) + (padded[i - PITCH + 3] ?? 0) + (padded[i + PITCH - 3] ?? 0) + (padded[i + PITCH + 3] ?? 0);
      out[pixel + c * 4 + phase] = cut((2 * across - 4 * centre - corners) / 4);
      out[pixel + 12 + c * 4 + phase] = cut((centre - (padded[cell + c] ?? 0)) / 2);
    }
  }
  return out;
}

/** Samples of a row of the patch with its border. */
const PITCH = (PATCH + 2) * 3;

/** The patch; outside of it its nearest pixel stands. */
function withBorder({ width, data }: RgbImage, left: number, top: number): Uint8Array {
  const out = new Uint8Array((PATCH + 2) * PITCH);
  for (let y = 0; y < PATCH + 2; y++) {
    const row = Math.min(PATCH - 1, Math.max(0, y - 1));
    const from = ((top + row) * width + left) * 3;
    const line = out.subarray(y * PITCH, (y + 1) * PITCH);
    line.set(data.subarray(from, from + 3 * PATCH), 3);
    line.copyWithin(0, 3, 6);
    line.copyWithin(PITCH - 3, PITCH - 6, PITCH - 3);
  }
  return out;
}

const cut = (v: number): number => Math.max(-CUT, Math.min(CUT, v / SCALE));
