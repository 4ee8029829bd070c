/** A sheet in two tones. */
import { image, type LumaImage, type RgbImage } from '../../core/image.ts';
import { toLuma } from '../color.ts';

/** Share of the local spread that pulls the threshold below the local mean, and the largest spread, grey. Sauvola and Pietikäinen's own values, but for k, which is lower to keep thin strokes. */
const SAUVOLA = { k: 0.2, range: 128 } as const;
/** The window, as a share of the shorter side; px. */
const WINDOW = { share: 1 / 40, least: 7, most: 60 } as const;

/** Each pixel 0 or 255. Source: Sauvola and Pietikäinen, Pattern Recognition 33(2), 2000, doi:10.1016/S0031-3203(99)00055-2. */
export function toBlackWhite(rgb: RgbImage): RgbImage {
  const luma = toLuma(rgb);
  const { width, height, data } = luma;
  const radius = Math.round(Math.min(WINDOW.most, Math.max(WINDOW.least, WINDOW.share * Math.min(width, height))));
  const out = new Uint8Array(width * height * 3);
  const moments = columnMoments(luma, radius);
  for (let y = 0; y < height; y++) {
    const { mean, spread } = moments.row(y);
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const threshold = (mean[x] ?? 0) * (1 + SAUVOLA.k * ((spread[x] ?? 0) / SAUVOLA.range - 1));
      out.fill((data[at] ?? 0) > threshold ? 255 : 0, 3 * at, 3 * at + 3);
    }
  }
  return image(width, height, 3, out);
}

/** Sums of the window's columns, carried from row to row: memory for one row, whatever the window. */
function columnMoments({ width, height, data }: LumaImage, radius: number): { row(y: number): { readonly mean: Float32Array; readonly spread: Float32Array } } {
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  const add = (y: number, sign: 1 | -1): void => {
    if (y < 0 || y >= height) return;
    for (let x = 0; x < width; x++) {
      const v = data[y * width + x] ?? 0;
      sums[x] = (sums[x] ?? 0) + sign * v;
      squares[x] = (squares[x] ?? 0) + sign * v * v;
    }
  };
  for (let y = 0; y < radius; y++) add(y, 1);
  return {
    row(y) {
      add(y + radius, 1);
      add(y - radius - 1, -1);
      const rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
      const [mean, spread] = [new Float32Array(width), new Float32Array(width)];
      let [sum, square] = [0, 0];
      for (let x = 0; x < Math.min(radius, width); x++) [sum, square] = [sum + (sums[x] ?? 0), square + (squares[x] ?? 0)];
      for (let x = 0; x < width; x++) {
        if (x + radius < width) [sum, square] = [sum + (sums[x + radius] ?? 0), square + (squares[x + radius] ?? 0)];
        if (x - radius - 1 >= 0) [sum, square] = [sum - (sums[x - radius - 1] ?? 0), square - (squares[x - radius - 1] ?? 0)];
        const n = rows * (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1);
        mean[x] = sum / n;
        spread[x] = Math.sqrt(Math.max(0, square / n - (sum / n) ** 2));
      }
      return { mean, spread };
    },
  };
}
