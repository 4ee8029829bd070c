/** Chroma at an eighth of the size, for the small copy of the original inside a registration. */
import { image, type LumaImage } from '../../core/image.ts';
import type { SmallPlanes } from './eighth.ts';

/** px, side of the square that one sample is the mean of. */
const SIDE = 8;

/** Cb and Cr of JFIF, range [0, 255]. @param pixel writes red, green and blue of pixel i into `out`, each in [0, 255]. */
export function smallChroma(width: number, height: number, pixel: (i: number, out: Float32Array) => void): NonNullable<SmallPlanes['chroma']> {
  const [columns, rows] = [Math.ceil(width / SIDE), Math.ceil(height / SIDE)];
  const sums = new Float32Array(columns * rows * 3);
  const rgb = new Float32Array(3);
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) {
    pixel(i, rgb);
    const at = (Math.floor(y / SIDE) * columns + Math.floor(x / SIDE)) * 3;
    for (let c = 0; c < 3; c++) sums[at + c] = (sums[at + c] ?? 0) + (rgb[c] ?? 0);
  }
  const plane = (r: number, g: number, b: number): LumaImage => image(columns, rows, 1, Float32Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const count = Math.min(SIDE, width - column * SIDE) * Math.min(SIDE, height - row * SIDE);
    return 128 + (r * (sums[3 * i] ?? 0) + g * (sums[3 * i + 1] ?? 0) + b * (sums[3 * i + 2] ?? 0)) / count;
  }));
  return [plane(-0.168736, -0.331264, 0.5), plane(0.5, -0.418688, -0.081312)];
}
