/** A large panel is examined smaller: the dense search costs about 3 s a megapixel. */
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { resizeLuma, resizeMask } from '../../imaging/resample.ts';
import type { PanelInput } from '../detector.ts';

export interface Working extends Pick<PanelInput, 'luma' | 'mask' | 'keypoints'> {
  /** px of the working size per px of the panel, at most 1. */
  readonly zoom: number;
}

/** @param maxPixels px², of the working size. */
export function workingSize({ luma, mask, keypoints }: PanelInput, maxPixels: number): Working {
  const { width, height } = luma;
  const wanted = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  if (wanted === 1) return { luma, mask, keypoints, zoom: 1 };
  const [w, h] = [Math.max(1, Math.round(width * wanted)), Math.max(1, Math.round(height * wanted))];
  const zoom = w / width;
  return { luma: resizeLuma(luma, w, h), mask: resizeMask(mask, w, h), keypoints: scaled(keypoints, zoom), zoom };
}

function scaled(keypoints: Keypoints, zoom: number): Keypoints {
  const by = (values: Float32Array): Float32Array => values.map((value) => value * zoom);
  return { ...keypoints, x: by(keypoints.x), y: by(keypoints.y), scale: by(keypoints.scale) };
}
