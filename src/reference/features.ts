/** Keypoints as the index uses them: the strongest of every part and scale of an image. */
import type { LumaImage } from '../core/image.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { extractKeypoints } from '../imaging/features/sift.ts';
import { spreadStrongest } from '../imaging/features/spread-strongest.ts';
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

/** px of the reduced image; smaller keypoints are not in what was registered. */
const LEAST_SCALE = 1.6;
/** Keypoints of a query: what its places give. */
const MOST_ASKED = Math.round(1.15 * QUERY_PLACES);

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The same from keypoints that a scan measured for its own ends: the strongest of every part and scale. @param from px of the panel. @param to px of the query. */
export function asQueryFeatures(keypoints: Keypoints, from: Size, to: Size): Keypoints {
  const zoom = to.width / from.width;
  const at = (values: Float32Array, i: number): number => values[i] ?? 0;
  const points = Array.from({ length: keypoints.count }, (_, index) => ({ index, x: zoom * at(keypoints.x, index), y: zoom * at(keypoints.y, index), response: at(keypoints.response, index), scale: zoom * at(keypoints.scale, index) }))
    .filter(({ scale }) => zoom === 1 || scale >= LEAST_SCALE).map((point) => ({ ...point, octave: Math.max(0, Math.floor(Math.log2(point.scale))) }));
  const kept = spreadStrongest(points, { maxCount: MOST_ASKED, grid: GRID, ...to });
  const descriptors = new Uint8Array(kept.length * 128);
  kept.forEach(({ index }, i) => descriptors.set(keypoints.descriptors.subarray(index * 128, index * 128 + 128), i * 128));
  const values = (of: (point: (typeof kept)[number]) => number): Float32Array => Float32Array.from(kept, of);
  return { count: kept.length, x: values(({ x }) => x), y: values(({ y }) => y), scale: values(({ scale }) => scale), angle: values(({ index }) => at(keypoints.angle, index)), response: values(({ response }) => response), descriptors };
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
