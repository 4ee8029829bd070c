/** Light that falls unevenly on a sheet, taken out. */
import { image, type RgbImage } from '../../core/image.ts';
import { resizeRgb } from '../resample.ts';
import { closed } from './closing.ts';

/** px of the longer side of the picture in which the light is measured. */
const SMALL = 512;
/** px of it: print and pictures narrower than twice this are not taken for shadow. */
const CLOSING = 14;
/** px of it: the light is smooth over this. */
const SMOOTH = 6;
/** grey that paper becomes. */
const PAPER = 245;
/** A place is made brighter by this factor at most: what is darker than that is print, not shadow. */
const MOST_GAIN = 5;

/**
 * Every pixel over the paper around it, channel by channel, so that the paper is white whatever light fell on it.
 * Large dark areas (photographs on the sheet) are taken for shadow and become paler.
 * Source: lightness as a ratio to the surroundings, Land and McCann, JOSA 61(1), 1971, doi:10.1364/JOSA.61.000001; the surroundings by closing are ours.
 */
export function removeShadow(rgb: RgbImage): RgbImage {
  const { width, height, data } = rgb;
  const zoom = Math.min(1, SMALL / Math.max(width, height));
  const small = resizeRgb(rgb, Math.max(1, Math.round(width * zoom)), Math.max(1, Math.round(height * zoom)));
  const light = smoothed(closed(small, CLOSING), SMOOTH);
  const out = new Uint8Array(data.length);
  const columns = Float32Array.from({ length: width }, (_, x) => Math.max(0, Math.min(small.width - 1.001, ((x + 0.5) * small.width) / width - 0.5)));
  for (let y = 0, i = 0; y < height; y++) {
    const v = Math.max(0, Math.min(small.height - 1.001, ((y + 0.5) * small.height) / height - 0.5));
    const [y0, fy] = [Math.floor(v), v - Math.floor(v)];
    const next = small.height > 1 ? 3 * small.width : 0;
    for (let x = 0; x < width; x++) {
      const u = columns[x] ?? 0;
      const [x0, fx] = [Math.floor(u), u - Math.floor(u)];
      for (let c = 0; c < 3; c++, i++) {
        const at = 3 * (y0 * small.width + x0) + c;
        const upper = (light[at] ?? 0) * (1 - fx) + (light[at + 3] ?? 0) * fx;
        const lower = (light[at + next] ?? 0) * (1 - fx) + (light[at + next + 3] ?? 0) * fx;
        const paper = upper * (1 - fy) + lower * fy;
        out[i] = Math.min(255, Math.round((data[i] ?? 0) * Math.min(MOST_GAIN, PAPER / Math.max(1, paper))));
      }
    }
  }
  return image(width, height, 3, out);
}

/** Two passes of a box mean along each axis: close to a Gaussian. */
function smoothed({ width, height, data }: RgbImage, radius: number): Float32Array {
  let values = Float32Array.from(data);
  for (let pass = 0; pass < 2; pass++) {
    values = boxed(values, { lines: height, length: width, next: 3 * width, step: 3, radius });
    values = boxed(values, { lines: width, length: height, next: 3, step: 3 * width, radius });
  }
  return values;
}

function boxed(values: Float32Array, { lines, length, next, step, radius }: { readonly lines: number; readonly length: number; readonly next: number; readonly step: number; readonly radius: number }): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length);
  const at = (start: number, i: number): number => values[start + Math.min(length - 1, Math.max(0, i)) * step] ?? 0;
  for (let line = 0; line < lines; line++) for (let c = 0; c < 3; c++) {
    const start = line * next + c;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += at(start, i);
    for (let i = 0; i < length; i++) {
      out[start + i * step] = sum / (2 * radius + 1);
      sum += at(start, i + radius + 1) - at(start, i - radius);
    }
  }
  return out;
}
