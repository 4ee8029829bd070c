/** RootSIFT keypoints of a panel. */
import type { LumaImage, MaskImage } from '../../core/image.ts';
import { resizeLuma } from '../resample.ts';
import type { Keypoints } from './keypoints.ts';
import { nearMask } from './mask-distance.ts';
import { describeOriented, type DescribedPoint } from './orientation.ts';
import { findPoints, type Pyramid, type ScalePoint } from './scale-space.ts';
import { spreadStrongest } from './spread-strongest.ts';
import { stretched } from './stretch.ts';

export interface KeypointOptions {
  /** Pixels that are not 0 here give no keypoints. Same size as the luma. */
  readonly mask?: MaskImage;
  /** Places kept, the strongest of every part and scale of the image; a place with several orientations gives several keypoints, at most 1.5 × this in all. */
  readonly maxCount?: number;
  /** Least response × 3 after the stretch to [0, 1]: OpenCV's `contrastThreshold`, whose default is 0.04. */
  readonly contrastThreshold?: number;
  /** Largest ratio of principal curvatures; Lowe 2004 §4.1. */
  readonly edgeThreshold?: number;
  /** px; an image whose longest side is below is doubled first. */
  readonly upscaleBelowPx?: number;
  /** px; an image whose longest side is above is shrunk to it first. */
  readonly shrinkAbovePx?: number;
  /** Cells along each side of the image that places are shared among. */
  readonly grid?: number;
}

export const KEYPOINT_DEFAULTS = {
  maxCount: 1000, contrastThreshold: 0.006, edgeThreshold: 10, upscaleBelowPx: 512, shrinkAbovePx: 1400, grid: 6,
} as const satisfies KeypointOptions;

/** px; a strip lower than this is doubled however long it is. */
const STRIP_SIDE = 128;
/** With fewer keypoints than this (soft bands, few cells) weaker and longer ones are admitted too. */
const FEW = 150;
/** px; below this side SIFT's border leaves nothing. */
const LEAST_SIDE = 8;

/**
 * Keypoints with RootSIFT descriptors in the pixels of `luma`, strongest first. The contrast is stretched between the
 * percentiles 0.5 and 99.5 of the unmasked pixels first, so a faint image gives as many as a strong one. A flat image gives none.
 * Limits: gradients under a mask still enter the descriptors of keypoints beside it.
 * Source: Lowe, IJCV 60(2), 2004, doi:10.1023/B:VISI.0000029664.99615.94; Arandjelović and Zisserman, CVPR 2012, doi:10.1109/CVPR.2012.6248018.
 *
 * @throws {RangeError} the mask has another size.
 */
export function extractKeypoints(luma: LumaImage, options: KeypointOptions = {}): Keypoints {
  const { mask, maxCount, contrastThreshold, edgeThreshold, upscaleBelowPx, shrinkAbovePx, grid } = { ...KEYPOINT_DEFAULTS, ...options };
  if (mask && (mask.width !== luma.width || mask.height !== luma.height)) {
    throw new RangeError(`mask: expected ${luma.width} × ${luma.height}, got ${mask.width} × ${mask.height}`);
  }
  const [longest, shortest] = [Math.max(luma.width, luma.height), Math.min(luma.width, luma.height)];
  const zoom = longest < upscaleBelowPx || shortest < STRIP_SIDE && upscaleBelowPx > 0 ? 2 : Math.min(1, shrinkAbovePx / longest);
  const even = Math.min(luma.width, luma.height) < LEAST_SIDE ? undefined : stretched(luma, mask);
  if (!even) return toKeypoints([], 1);

  const base = zoom === 1 ? even : resizeLuma(even, Math.round(luma.width * zoom), Math.round(luma.height * zoom));
  const scale = base.width / luma.width;
  const blur = zoom === 2 ? 1 : 0.5;
  const allowedIn = (found: Pyramid): readonly ScalePoint[] => (mask ? found.points.filter((point) => !nearMask(mask, point, scale)) : found.points);
  let pyramid = findPoints(base, { contrastThreshold, edgeThreshold, blur });
  if (allowedIn(pyramid).length < FEW) pyramid = findPoints(base, { contrastThreshold: contrastThreshold / 3, edgeThreshold: 2 * edgeThreshold, blur });
  const allowed = allowedIn(pyramid);
  const places = spreadStrongest(allowed, { maxCount, grid, width: base.width, height: base.height });
  return toKeypoints(describeOriented(pyramid, places).slice(0, Math.round(1.5 * maxCount)), scale);
}

function toKeypoints(points: readonly DescribedPoint[], zoom: number): Keypoints {
  const rows = new Uint8Array(points.length * 128);
  points.forEach(({ descriptor }, i) => rows.set(descriptor, 128 * i));
  return {
    count: points.length,
    x: Float32Array.from(points, ({ x }) => x / zoom),
    y: Float32Array.from(points, ({ y }) => y / zoom),
    scale: Float32Array.from(points, ({ scale }) => scale / zoom),
    angle: Float32Array.from(points, ({ angle }) => angle),
    response: Float32Array.from(points, ({ response }) => Math.min(1, response)),
    descriptors: rows,
  };
}
