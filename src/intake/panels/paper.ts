/** The paper a figure is printed on, and what is printed. */
import { image, type MaskImage, type RgbImage } from '../../core/image.ts';

/** Share of the figure that must be flat near-white for it to count as paper. */
const MIN_SHARE = 0.04;
/** Of the near-white pixels, how many must lie within 3 levels of their mode: paper is flat, an empty field of a microscope is not. */
const MIN_FLAT = 0.75;
const NEAR_WHITE = 236;
/** Share of the outermost pixels that must be paper where the flat share is not enough. */
const SURROUNDED = 0.99;
const TOLERANCE = 9;
/** … because what is printed may be nearly as white. */
const CLOSE_TOLERANCE = 4;

export interface Paper {
  /** In [236, 255]. */
  readonly level: number;
  /** Levels; what differs by more in some channel is printed. */
  readonly tolerance: number;
}

/** Undefined when nothing in the figure is flat and near-white. */
export function findPaper({ width, height, data }: RgbImage): Paper | undefined {
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
  if (flat >= MIN_FLAT * count) return { level: mode, tolerance: TOLERANCE };
  return isSurrounded({ width, height, data }, mode) ? { level: mode, tolerance: CLOSE_TOLERANCE } : undefined;
}

/** Whether all around, at the border of the figure, there is nothing but paper: blots on nearly white ground are set on it, and the near-white is theirs. */
function isSurrounded({ width, height, data }: Pick<RgbImage, 'width' | 'height' | 'data'>, paper: number): boolean {
  let [seen, plain] = [0, 0];
  const look = (x: number, y: number): void => {
    const j = (y * width + x) * 3;
    seen++;
    if ([0, 1, 2].every((k) => Math.abs((data[j + k] ?? 0) - paper) <= 3)) plain++;
  };
  for (const inset of [0, 1, 2]) {
    for (let x = 0; x < width; x++) [inset, height - 1 - inset].forEach((y) => look(x, y));
    for (let y = 0; y < height; y++) [inset, width - 1 - inset].forEach((x) => look(x, y));
  }
  return plain >= SURROUNDED * seen;
}

/** 1 where something is printed. */
export function printed({ width, height, data }: RgbImage, { level, tolerance }: Paper): MaskImage {
  const mask = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < mask.length; i++, j += 3) {
    const low = Math.min(data[j] ?? 0, data[j + 1] ?? 0, data[j + 2] ?? 0);
    const high = Math.max(data[j] ?? 0, data[j + 1] ?? 0, data[j + 2] ?? 0);
    mask[i] = level - low > tolerance || high - level > tolerance ? 1 : 0;
  }
  return image(width, height, 1, mask);
}
