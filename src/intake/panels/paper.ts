/** The paper a figure is printed on, and what is printed. */
import { image, type MaskImage, type RgbImage } from '../../core/image.ts';

/** Share of the figure that must be flat near-white for it to count as paper. */
const MIN_SHARE = 0.04;
/** Of the near-white pixels, how many must lie within 3 levels of their mode: paper is flat, an empty field of a microscope is not. */
const MIN_FLAT = 0.75;
const NEAR_WHITE = 236;

/** The level of the paper in [236, 255], or undefined when nothing in the figure is flat and near-white. */
export function paperLevel({ width, height, data }: RgbImage): number | undefined {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let j = 0; j < data.length; j += 3) {
    const r = data[j] ?? 0;
    const g = data[j + 1] ?? 0;
    const b = data[j + 2] ?? 0;
    const low = Math.min(r, g, b);
    if (low < NEAR_WHITE || Math.max(r, g, b) - low > 6) continue;
    histogram[low] = (histogram[low] ?? 0) + 1;
    count++;
  }
  if (count < MIN_SHARE * width * height) return undefined;
  const mode = histogram.indexOf(Math.max(...histogram));
  let flat = 0;
  for (let level = Math.max(0, mode - 3); level <= Math.min(255, mode + 3); level++) flat += histogram[level] ?? 0;
  return flat < MIN_FLAT * count ? undefined : mode;
}

/** 1 where a colour differs from the paper by more than `tolerance` levels in some channel. */
export function printed({ width, height, data }: RgbImage, paper: number, tolerance = 9): MaskImage {
  const mask = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < mask.length; i++, j += 3) {
    const low = Math.min(data[j] ?? 0, data[j + 1] ?? 0, data[j + 2] ?? 0);
    const high = Math.max(data[j] ?? 0, data[j + 1] ?? 0, data[j + 2] ?? 0);
    mask[i] = paper - low > tolerance || high - paper > tolerance ? 1 : 0;
  }
  return image(width, height, 1, mask);
}
