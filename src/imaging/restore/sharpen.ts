/** A dull, soft picture made crisp. */
import { image, type RgbImage } from '../../core/image.ts';
import { rawOf } from '../codecs/resize.ts';
import { sharp } from '../codecs/vips.ts';

/** Percentiles of the luma that become black and white. */
const TONES = { lower: 1, upper: 99 } as const;
/** Unsharp mask: px; and how much of the difference is added in flat and in busy places, so that grain stays. */
const MASK = { sigma: 1.3, m1: 0.4, m2: 2.2 } as const;

/** Tones stretched over the whole range, edges steepened in lightness only. */
export async function enhance(rgb: RgbImage): Promise<RgbImage> {
  const { data, info } = await sharp(rgb.data, { raw: rawOf(rgb), limitInputPixels: false }).normalise(TONES).sharpen(MASK).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return image(info.width, info.height, 3, new Uint8Array(data.buffer, data.byteOffset, data.length));
}
