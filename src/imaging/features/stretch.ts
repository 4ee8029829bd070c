/** Contrast stretch before features are sought. */
import { image, type LumaImage, type MaskImage } from '../../core/image.ts';

/** Share of the pixels cut off at each end. */
const TAIL = 0.005;
/** grey; an image with less between its tails is flat. */
const LEAST_RANGE = 4;

/** Luma mapped so that its percentiles 0.5 and 99.5 are 0 and 255, clipped; `undefined` when it is flat or all masked. */
export function stretched(luma: LumaImage, mask?: MaskImage): LumaImage | undefined {
  const histogram = new Uint32Array(1024);
  let total = 0;
  const [source, masked] = [luma.data, mask?.data];
  for (let i = 0; i < source.length; i++) {
    if (masked?.[i]) continue;
    const value = (source[i] ?? 0) * 4;
    const bin = value < 0 ? 0 : value >= 1023 ? 1023 : value | 0;
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    total++;
  }
  const low = quantile(histogram, TAIL * total) / 4;
  const range = quantile(histogram, (1 - TAIL) * total) / 4 - low;
  if (total === 0 || range < LEAST_RANGE) return undefined;
  const gain = 255 / range;
  const data = new Float32Array(luma.data.length);
  for (let i = 0; i < data.length; i++) {
    const value = ((source[i] ?? 0) - low) * gain;
    data[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
  return image(luma.width, luma.height, 1, data);
}

function quantile(histogram: Uint32Array, rank: number): number {
  let sum = 0;
  for (const [bin, count] of histogram.entries()) {
    sum += count;
    if (sum > rank) return bin;
  }
  return histogram.length - 1;
}
