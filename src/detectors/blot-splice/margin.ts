/** The edge of a picture on its canvas: beyond it there is nothing but one tone. */
import type { Plane } from './plane.ts';

/** grey; a canvas is of one tone, JPEG stirs it a little. */
const ONE_TONE = 2;
/** Share of the pixels that must be of it. */
const NEARLY_ALL = 0.985;
/** grey; a jump of more than this is that of a band, not of the canvas. */
const BAND = 16;
/** Rows. */
const LEAST_CUT = 4;
/** px beside the line that belong to its ringing. */
const RINGING = 3;

/** Whether all between column `at` and the left or the right border is of one tone. */
export function isMargin(plane: Plane, at: number): boolean {
  return !isCutThere(plane, at) && (isOneTone(plane, 0, at - RINGING) || isOneTone(plane, at + RINGING, plane.width));
}

/** Bands that end at the line are cut by it, whatever lies beyond. */
function isCutThere({ width, height, luma }: Plane, at: number): boolean {
  let cut = 0;
  for (let y = 0; y < height; y++) {
    if (Math.abs((luma[y * width + at] ?? 0) - (luma[y * width + at - 1] ?? 0)) > BAND) cut++;
  }
  return cut >= LEAST_CUT;
}

function isOneTone({ width, height, luma }: Plane, from: number, to: number): boolean {
  if (to <= from) return true;
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let y = 0; y < height; y += 2) {
    for (let x = from; x < to; x++) {
      const level = Math.round(luma[y * width + x] ?? 0);
      histogram[level] = (histogram[level] ?? 0) + 1;
      count++;
    }
  }
  for (let level = 0; level < 256; level++) {
    let near = 0;
    for (let k = -ONE_TONE; k <= ONE_TONE; k++) near += histogram[level + k] ?? 0;
    if (near >= NEARLY_ALL * count) return true;
  }
  return false;
}
