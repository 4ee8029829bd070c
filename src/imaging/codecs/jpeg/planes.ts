/** Samples of one component at its own resolution. */
import { image, type GrayImage } from '../../../core/image.ts';
import { inverseDct } from './idct.ts';
import type { JpegComponent } from './jpeg.types.ts';

/** The component's samples as any decoder with an exact inverse DCT gives them, without the fill of the last blocks. */
export function decodePlane({ width, height, columns, rows, storedColumns, quantisation, coefficients }: JpegComponent): GrayImage {
  const stride = columns * 8;
  const strip = new Uint8Array(stride * 8);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      inverseDct(coefficients, (row * storedColumns + column) * 64, quantisation, { data: strip, at: column * 8, stride });
    }
    const tall = Math.min(8, height - row * 8);
    for (let y = 0; y < tall; y++) data.set(strip.subarray(y * stride, y * stride + width), (row * 8 + y) * width);
  }
  return image(width, height, 1, data);
}
