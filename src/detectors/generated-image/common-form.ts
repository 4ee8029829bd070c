/**
 * The form that every picture is brought into before the network looks: smaller by a quarter, then each patch compressed as JPEG.
 *
 * Generated and real pictures come by other ways, as PNG from a program or as JPEG from a camera and a web site. A network that sees the traces of those ways judges
 * the way, not the origin. After the same last steps little of it is left; what is left of the decoder's own traces is less, too, but does not depend on the way.
 */
import { image, type GrayImage, type LumaImage, type MaskImage, type RgbImage } from '../../core/image.ts';
import { decodeJpeg } from '../../imaging/codecs/jpeg/decode.ts';
import { quantisedRgb } from '../../imaging/codecs/jpeg/encode.ts';
import { toGray } from '../../imaging/color.ts';
import { resizeLuma, resizeMask } from '../../imaging/resample.ts';
import { PATCH } from './residuals.ts';

/** As `training/generated-image/pool.py`. */
const SHRINK = 0.75;
const QUALITY = 90;

/** What patches are chosen by. */
export interface CommonForm {
  readonly luma: GrayImage;
  readonly mask: MaskImage;
}

/** Smaller, each pixel the mean of the area under it. Colours follow where a patch is taken. */
export function toCommonForm(luma: LumaImage, mask: MaskImage): CommonForm {
  const [width, height] = [Math.max(1, Math.round(luma.width * SHRINK)), Math.max(1, Math.round(luma.height * SHRINK))];
  return { luma: toGray(resizeLuma(luma, width, height)), mask: mask.data.includes(1) ? resizeMask(mask, width, height) : image(width, height, 1, new Uint8Array(width * height)) };
}

/** The patch at a place of the common form, as it comes back from JPEG, chroma at half size, with the grid at its corner. @throws {RangeError} it leaves the image. */
export function compressedPatch(rgb: RgbImage, { luma: { width, height } }: CommonForm, x: number, y: number): RgbImage {
  if (x < 0 || y < 0 || x + PATCH > width || y + PATCH > height) throw new RangeError(`a patch at ${x}, ${y} leaves ${width} × ${height}`);
  return decodeJpeg(quantisedRgb(smallerPatch(rgb, [areas(x, rgb.width / width, rgb.width), areas(y, rgb.height / height, rgb.height)]), QUALITY));
}

/** Of each pixel of a patch along one axis: the first source pixel under it, and the shares of it and of those after it. */
interface Areas {
  readonly first: Int32Array;
  /** TAPS a pixel. */
  readonly shares: Float64Array;
}

/** Source pixels under one of the common form, at most: a side is made smaller by a quarter, and a rounding. */
const TAPS = 3;

function areas(from: number, step: number, length: number): Areas {
  const first = new Int32Array(PATCH);
  const shares = new Float64Array(PATCH * TAPS);
  for (let i = 0; i < PATCH; i++) {
    const [start, end] = [(from + i) * step, Math.min(length, (from + i + 1) * step)];
    const whole = Math.floor(start);
    first[i] = whole;
    for (let t = 0; t < TAPS; t++) shares[i * TAPS + t] = Math.max(0, Math.min(whole + t + 1, end) - Math.max(whole + t, start)) / step;
  }
  return { first, shares };
}

/** Only what a patch needs: a whole image at the smaller size would cost more than the network. */
function smallerPatch({ width, height, data }: RgbImage, [across, down]: readonly [Areas, Areas]): RgbImage {
  const out = new Uint8ClampedArray(PATCH * PATCH * 3);
  const top = down.first[0] ?? 0;
  const bottom = Math.min(height, (down.first[PATCH - 1] ?? 0) + TAPS);
  const lines = new Float64Array((bottom - top) * PATCH * 3);
  for (let y = top, to = 0; y < bottom; y++) for (let x = 0; x < PATCH; x++, to += 3) {
    const first = across.first[x] ?? 0;
    for (let t = 0; t < TAPS; t++) {
      const share = across.shares[x * TAPS + t] ?? 0;
      const at = (y * width + Math.min(width - 1, first + t)) * 3;
      lines[to] = (lines[to] ?? 0) + share * (data[at] ?? 0);
      lines[to + 1] = (lines[to + 1] ?? 0) + share * (data[at + 1] ?? 0);
      lines[to + 2] = (lines[to + 2] ?? 0) + share * (data[at + 2] ?? 0);
    }
  }
  const pitch = PATCH * 3;
  for (let y = 0, to = 0; y < PATCH; y++) {
    const line = (t: number): number => Math.min(bottom - 1 - top, (down.first[y] ?? 0) + t - top) * pitch;
    const [a, b, c] = [line(0), line(1), line(2)];
    const [p = 0, q = 0, r = 0] = down.shares.subarray(y * TAPS, (y + 1) * TAPS);
    for (let x = 0; x < pitch; x++, to++) out[to] = p * (lines[a + x] ?? 0) + q * (lines[b + x] ?? 0) + r * (lines[c + x] ?? 0);
  }
  return image(PATCH, PATCH, 3, new Uint8Array(out.buffer));
}
