/** The unmarked original, small: what a detector subtracts, and what a person sees in the registry. */
import { quantisationOf } from '../../imaging/codecs/jpeg/encode.ts';
import type { LumaImage } from '../../core/image.ts';
import type { SmallPlanes } from './eighth.ts';
import { previewEncoder } from './preview.ts';

/** byte; the registration around it comes to 40 000 as text. */
export const THUMB_BYTES = 28_800;
/** Flat steps of the frequencies the mark lives in, finest first. */
const STEPS = [3, 4, 6, 8, 10, 13, 17, 22, 28, 36, 48, 64, 90, 130, 190] as const;

/**
 * A JPEG of the canonical grid, as fine as fits. Frequencies the mark never uses are quantised coarsely: it lives below 0.21 cycles a pixel
 * (√(u² + v²) ≤ 6.7 of 16 × 16 blocks), which is 3.35 in the 8 × 8 blocks of a JPEG.
 */
export function registrationThumb(canonical: LumaImage, chroma: SmallPlanes['chroma'], maxBytes = THUMB_BYTES): Uint8Array {
  const encode = previewEncoder({ y: canonical, ...(chroma ? { chroma } : {}) }, canonical.width, canonical.height);
  let [low, high] = [0, STEPS.length - 1];
  let best: Uint8Array | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const step = STEPS[middle] ?? 1;
    const bytes = encode(bandSteps(step), quantisationOf('chroma', Math.max(10, 75 - step)));
    if (bytes.length <= maxBytes) {
      best = bytes;
      high = middle - 1;
    } else low = middle + 1;
  }
  if (best) return best;
  // A picture of noise: leave the colours out rather than the mark's band.
  return chroma ? registrationThumb(canonical, undefined, maxBytes) : encode(bandSteps(STEPS.at(-1) ?? 1), quantisationOf('chroma', 10));
}

/** Natural order. */
function bandSteps(step: number): Uint16Array {
  return Uint16Array.from({ length: 64 }, (_, i) => {
    const radius = Math.hypot(i & 7, i >> 3);
    return Math.min(255, Math.round(radius <= 3.7 ? step : step * (2 + 1.6 * (radius - 3.7)) + 6));
  });
}
