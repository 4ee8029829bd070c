/** Whether two whole images are the same picture, possibly turned by quarters or mirrored: also for images without keypoints. */
import { invert, multiply, type Matrix } from '../core/geometry.ts';
import { image, type LumaImage } from '../core/image.ts';
import { resizeLuma } from '../imaging/resample.ts';
import { rescaled } from './query-image.ts';
import { movedSquare } from './whole-image-hash.ts';

export interface WholeCopy {
  /** Correlation of the two at 64 × 64, in [−1, 1]. */
  readonly correlation: number;
  /** Mean difference at 64 × 64, unit grey. */
  readonly difference: number;
  /** Pixels of the registered image → pixels of the query, both at the sizes given. */
  readonly transform: Matrix;
}

const SIDE = 64;

/** @param motion unit square of the query → unit square of the registered image; see `hashVariants`. */
export function compareWhole(query: LumaImage, registered: LumaImage, motion: Matrix): WholeCopy {
  const a = movedSquare(square(query), motion);
  const b = square(registered);
  const n = SIDE * SIDE;
  let [sa, sb, aa, bb, ab, difference] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [p, q] = [a.data[i] ?? 0, b.data[i] ?? 0];
    sa += p;
    sb += q;
    aa += p * p;
    bb += q * q;
    ab += p * q;
    difference += Math.abs(p - q);
  }
  const [va, vb] = [aa - (sa * sa) / n, bb - (sb * sb) / n];
  const unit = { width: 1, height: 1 };
  return {
    correlation: va > n && vb > n ? (ab - (sa * sb) / n) / Math.sqrt(va * vb) : 0,
    difference: difference / n,
    transform: multiply(rescaled(unit, query), multiply(invert(motion), rescaled(registered, unit))),
  };
}

function square(luma: LumaImage): LumaImage {
  return luma.width === SIDE && luma.height === SIDE ? image(SIDE, SIDE, 1, luma.data) : resizeLuma(luma, SIDE, SIDE);
}
