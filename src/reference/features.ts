/** Keypoints as the index uses them: the strongest of every part and scale of an image. */
import type { LumaImage } from '../core/image.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { extractKeypoints } from '../imaging/features/sift.ts';
import { ENROL_SIDE, QUERY_SIDE } from './sizes.ts';

/** Cells along each side: a crop of a tenth keeps its share. */
const GRID = 4;
/** A faint panel still gives keypoints; OpenCV's unit. */
const CONTRAST = 0.005;
/** px; a smaller query is doubled, so that its keypoints meet those of a larger original. */
const DOUBLED_BELOW = 320;

/** Places kept; some give several keypoints, about 1.15 each. */
const ENROL_PLACES = 260;
const QUERY_PLACES = 600;
/** Keypoints kept of an image: the strongest. */
const MOST_ENROLLED = 320;

/** Keypoints of an image that is enrolled, in the pixels of `luma`. */
export function enrolFeatures(luma: LumaImage): Keypoints {
  return strongest(extractKeypoints(luma, { maxCount: ENROL_PLACES, grid: GRID, contrastThreshold: CONTRAST, upscaleBelowPx: DOUBLED_BELOW, shrinkAbovePx: ENROL_SIDE }), MOST_ENROLLED);
}

/** Keypoints of an image that is asked for, in the pixels of `luma`. */
export function queryFeatures(luma: LumaImage): Keypoints {
  return extractKeypoints(luma, { maxCount: QUERY_PLACES, grid: GRID, contrastThreshold: CONTRAST, upscaleBelowPx: DOUBLED_BELOW, shrinkAbovePx: QUERY_SIDE });
}

/** They come strongest first. */
function strongest(keypoints: Keypoints, most: number): Keypoints {
  if (keypoints.count <= most) return keypoints;
  const { x, y, scale, angle, response, descriptors } = keypoints;
  return {
    count: most, x: x.slice(0, most), y: y.slice(0, most), scale: scale.slice(0, most), angle: angle.slice(0, most),
    response: response.slice(0, most), descriptors: descriptors.slice(0, most * 128),
  };
}
