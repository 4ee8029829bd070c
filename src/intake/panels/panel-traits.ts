/** Numbers that tell a micrograph from a blot and both from graphics. */
import type { LumaImage, MaskImage, RgbImage } from '../../core/image.ts';
import { toLuma } from '../../imaging/color.ts';
import { levelQuantiles } from '../../imaging/level-quantiles.ts';
import { resizeLuma, resizeMask, resizeRgb } from '../../imaging/resample.ts';
import { bandTraits, type BandTraits } from './band-traits.ts';
import { countRuledLines } from './ruled-lines.ts';

/** px; traits are measured on a copy with this longer side at most. */
const WORKING_SIDE = 480;
/** Share of paper from which ruled lines are counted. */
const MIN_RULED_PAPER = 0.3;

export interface PanelTraits {
  /** Luma, 0.05 %, 50 % and 99.95 % quantiles. */
  readonly darkest: number;
  readonly median: number;
  readonly brightest: number;
  /** Share of flat near-white pixels. */
  readonly paper: number;
  /** Share of pixels without any gradient (≤ 1.5 levels). */
  readonly flat: number;
  /** Share of what is neither paper nor black that is perfectly flat and of one of its four most common colours. */
  readonly plain: number;
  /** Of the pixels with gradient, the share with a gentle one (< 24 levels over 2 px). */
  readonly soft: number;
  /** Share of pixels with a strong gradient. */
  readonly strong: number;
  /** Of the strong gradients, the share that runs along an axis. */
  readonly axial: number;
  /** Mean of (max − min) over the channels, of what is not paper, levels. */
  readonly saturation: number;
  /** Length of the mean hue vector weighted by saturation, in [0, 1]: 1 = one hue. */
  readonly oneHue: number;
  /** Variance explained by rows and by columns, in [0, 1], after removing slow shading. */
  readonly rows: number;
  readonly columns: number;
  /** Energy of vertical over horizontal differences. */
  readonly anisotropy: number;
  /** Thin lines right across the paper; 0 where there is little paper. */
  readonly ruled: number;
}

export interface MeasuredTraits {
  readonly traits: PanelTraits;
  /** The same without the pixels under a mask (letters, scale bars). */
  readonly without: (mask: MaskImage) => PanelTraits;
  readonly bands: (mask: MaskImage | undefined) => BandTraits;
}

/** Traits of a panel, the others on demand. */
export function panelTraits(rgb: RgbImage): MeasuredTraits {
  const scale = Math.min(1, WORKING_SIDE / Math.max(rgb.width, rgb.height));
  const [width, height] = [Math.max(1, Math.round(rgb.width * scale)), Math.max(1, Math.round(rgb.height * scale))];
  const small = resizeRgb(rgb, width, height);
  const luma = toLuma(small);
  const slow = resizeLuma(resizeLuma(luma, Math.min(width, 6), Math.min(height, 6)), width, height);
  const colours = colour(small);
  const unmasked = { ...colours, plain: plainShare(rgb), ruled: colours.paper >= MIN_RULED_PAPER ? countRuledLines(rgb) : 0 };
  const measure = (skip: Uint8Array): PanelTraits => ({ ...unmasked, ...quantiles(luma, skip), ...gradients(luma, skip), ...separability(luma, slow, skip) });
  const none = new Uint8Array(width * height);
  const reduced = (mask: MaskImage | undefined): Uint8Array => (mask ? resizeMask(mask, width, height).data : none);
  return { traits: measure(none), without: (mask) => measure(reduced(mask)), bands: (mask) => bandTraits(luma, reduced(mask)) };
}

/** Measured at full resolution, because reducing makes new colours along every edge. */
function plainShare({ width, height, data }: RgbImage): number {
  const counts = new Uint32Array(32768);
  const step = Math.max(1, Math.round(Math.sqrt((width * height) / 250_000)));
  let seen = 0;
  for (let y = 1; y < height - 1; y += step) {
    for (let x = 1; x < width - 1; x += step) {
      const i = (y * width + x) * 3;
      const r = data[i] ?? 0;
      const g = data[i + 1] ?? 0;
      const b = data[i + 2] ?? 0;
      const low = Math.min(r, g, b);
      const high = Math.max(r, g, b);
      if (low >= 246 || high < 40) continue;
      seen++;
      const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
      if (isFlat(data, i, width * 3)) counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  return seen ? sumOfLargest(counts, 4) / seen : 0;
}

/** Whether the four neighbours differ by at most 2 levels in green and 3 in red. */
function isFlat(data: Uint8Array, i: number, row: number): boolean {
  const red = data[i] ?? 0;
  const green = data[i + 1] ?? 0;
  return isNear(data, i - 3, red, green) && isNear(data, i + 3, red, green) && isNear(data, i - row, red, green) && isNear(data, i + row, red, green);
}

function isNear(data: Uint8Array, j: number, red: number, green: number): boolean {
  return Math.abs((data[j] ?? 0) - red) <= 3 && Math.abs((data[j + 1] ?? 0) - green) <= 2;
}

function sumOfLargest(counts: Uint32Array, n: number): number {
  const largest = new Uint32Array(n);
  for (const count of counts) {
    if (count <= (largest[0] ?? 0)) continue;
    largest[0] = count;
    largest.sort();
  }
  return largest.reduce((sum, count) => sum + count, 0);
}

function quantiles({ data }: LumaImage, skip: Uint8Array): Pick<PanelTraits, 'darkest' | 'median' | 'brightest'> {
  const at = levelQuantiles(data, skip);
  return { darkest: at(0.0005), median: at(0.5), brightest: at(0.9995) };
}

function gradients({ width, height, data }: LumaImage, skip: Uint8Array): Pick<PanelTraits, 'flat' | 'soft' | 'strong' | 'axial'> {
  let [total, flat, soft, strong, axial] = [0, 0, 0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if (skip[i]) continue;
      const gx = Math.abs((data[i + 1] ?? 0) - (data[i - 1] ?? 0));
      const gy = Math.abs((data[i + width] ?? 0) - (data[i - width] ?? 0));
      const g = Math.max(gx, gy);
      total++;
      if (g <= 1.5) flat++;
      else if (g < 24) soft++;
      else {
        strong++;
        if (Math.min(gx, gy) < 0.2 * g) axial++;
      }
    }
  }
  return { flat: total ? flat / total : 1, strong: total ? strong / total : 0, soft: soft + strong ? soft / (soft + strong) : 1, axial: strong ? axial / strong : 0 };
}

function colour({ width, height, data }: RgbImage): Pick<PanelTraits, 'paper' | 'saturation' | 'oneHue'> {
  let [paper, sum, u, v, weights] = [0, 0, 0, 0, 0];
  for (let j = 0; j < data.length; j += 3) {
    const r = data[j] ?? 0;
    const g = data[j + 1] ?? 0;
    const b = data[j + 2] ?? 0;
    const low = Math.min(r, g, b);
    const high = Math.max(r, g, b);
    if (low >= 246) paper++;
    else sum += high - low;
    // Hue as a point of the chroma plane; its length is about the saturation.
    const a = r - (g + b) / 2;
    const c = (Math.sqrt(3) / 2) * (g - b);
    u += a;
    v += c;
    weights += Math.sqrt(a * a + c * c);
  }
  const count = width * height;
  return { paper: paper / count, saturation: paper < count ? sum / (count - paper) : 0, oneHue: weights ? Math.hypot(u, v) / weights : 1 };
}

function separability(luma: LumaImage, slow: LumaImage, skip: Uint8Array): Pick<PanelTraits, 'rows' | 'columns' | 'anisotropy'> {
  const { width, height, data } = luma;
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  let [sum, squares, vertical, horizontal] = [0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (skip[i]) continue;
      const level = data[i] ?? 0;
      const v = level - (slow.data[i] ?? 0);
      rows[y] = (rows[y] ?? 0) + v;
      columns[x] = (columns[x] ?? 0) + v;
      sum += v;
      squares += v * v;
      const right = (data[i + 2] ?? 0) - level;
      const below = (data[i + 2 * width] ?? 0) - level;
      if (x + 2 < width && !skip[i + 2]) horizontal += right * right;
      if (y + 2 < height && !skip[i + 2 * width]) vertical += below * below;
    }
  }
  const n = width * height;
  const mean = sum / n;
  const variance = Math.max(1e-9, squares / n - mean * mean);
  const explained = (profile: Float64Array, length: number): number =>
    profile.reduce((total, v) => total + (v / length - mean) ** 2, 0) / profile.length / variance;
  return { rows: explained(rows, width), columns: explained(columns, height), anisotropy: vertical / Math.max(1e-9, horizontal) };
}
