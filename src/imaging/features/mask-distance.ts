/** Keeps keypoints off labels, scale bars and arrows. */
import type { MaskImage } from '../../core/image.ts';

/** In units of σ: the radius of the blob a keypoint stands for is about √2 σ. */
const REACH = 2;

/** Whether a masked pixel lies within 2 σ (a square) of a point given in an image `zoom` times as large as the mask. */
export function nearMask(mask: MaskImage, point: { readonly x: number; readonly y: number; readonly scale: number }, zoom: number): boolean {
  const reach = (REACH * point.scale) / zoom;
  const [x, y] = [point.x / zoom, point.y / zoom];
  const x1 = Math.min(mask.width - 1, Math.floor(x + reach));
  const y1 = Math.min(mask.height - 1, Math.floor(y + reach));
  for (let row = Math.max(0, Math.floor(y - reach)); row <= y1; row++) {
    for (let column = Math.max(0, Math.floor(x - reach)); column <= x1; column++) {
      if (mask.data[row * mask.width + column]) return true;
    }
  }
  return false;
}
