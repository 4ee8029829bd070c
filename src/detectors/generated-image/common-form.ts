/**
 * The form that every picture is brought into before the network looks: smaller by a quarter, then each patch compressed as JPEG.
 *
 * Generated and real pictures come by other ways, as PNG from a program or as JPEG from a camera and a web site. A network that sees the traces of those ways judges
 * the way, not the origin. After the same last steps little of it is left; what is left of the decoder's own traces is less, too, but does not depend on the way.
 */
import { image, type MaskImage, type RgbImage } from '../../core/image.ts';
import { decodeJpeg } from '../../imaging/codecs/jpeg/decode.ts';
import { quantisedRgb } from '../../imaging/codecs/jpeg/encode.ts';
import { crop, resizeMask, resizeRgb } from '../../imaging/resample.ts';
import { PATCH } from './residuals.ts';

/** As `training/generated-image/pool.py`. */
export const SHRINK = 0.75;
const QUALITY = 90;

export interface CommonForm {
  readonly rgb: RgbImage;
  readonly mask: MaskImage;
}

/** Smaller, each pixel the mean of the area under it. */
export function toCommonForm(rgb: RgbImage, mask: MaskImage): CommonForm {
  const [width, height] = [Math.max(1, Math.round(rgb.width * SHRINK)), Math.max(1, Math.round(rgb.height * SHRINK))];
  return { rgb: resizeRgb(rgb, width, height), mask: mask.data.includes(1) ? resizeMask(mask, width, height) : image(width, height, 1, new Uint8Array(width * height)) };
}

/** One patch as it comes back from JPEG, chroma at half size, with the grid at its corner. @throws {RangeError} it leaves the image. */
export function compressedPatch(rgb: RgbImage, x: number, y: number): RgbImage {
  return decodeJpeg(quantisedRgb(crop(rgb, { x, y, width: PATCH, height: PATCH }), QUALITY));
}
