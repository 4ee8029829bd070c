/** A JPEG at an eighth of its size, straight from its DC coefficients: for previews. */
import { image, type LumaImage } from '../../core/image.ts';
import type { Jpeg, JpegComponent } from '../../imaging/codecs/jpeg/jpeg.types.ts';
import { resizeLuma } from '../../imaging/resample.ts';

/** Range [0, 255]; chroma absent where the image is gray. */
export interface SmallPlanes {
  readonly y: LumaImage;
  readonly chroma?: readonly [LumaImage, LumaImage];
}

/** YCbCr at an eighth, whatever the file's own colours. */
export function eighthPlanes({ components, colour, inverted }: Jpeg): SmallPlanes {
  const [first, ...others] = components.map(dcPlane);
  if (!first) throw new RangeError('jpeg: it has no component');
  if (colour === 'gray') return { y: first };
  const [second = first, third = first, black] = others.map((plane) => resizeLuma(plane, first.width, first.height));
  if (colour === 'ycbcr') return { y: first, chroma: [second, third] };
  const planes = [first, second, third].map(({ data }) => data);
  const rgb = colour === 'ycck' ? planes : planes.map((data) => (colour === 'cmyk' && !inverted ? data.map((v) => 255 - v) : data));
  const light = black?.data.map((v) => (inverted ? v : 255 - v) / 255);
  if (colour === 'ycck') return shaded(first, [second, third], light);
  return shaded(...toYcbcr(first, rgb), light);
}

function dcPlane({ columns, rows, storedColumns, coefficients, quantisation }: JpegComponent): LumaImage {
  const data = new Float32Array(columns * rows);
  const step = (quantisation[0] ?? 1) / 8;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) data[row * columns + column] = Math.min(255, Math.max(0, 128 + step * (coefficients[(row * storedColumns + column) * 64] ?? 0)));
  }
  return image(columns, rows, 1, data);
}

function toYcbcr({ width, height }: LumaImage, [r, g, b]: readonly Float32Array[]): [LumaImage, [LumaImage, LumaImage]] {
  const plane = (weights: readonly number[], offset: number): LumaImage => image(width, height, 1, Float32Array.from({ length: width * height }, (_, i) => offset + (weights[0] ?? 0) * (r?.[i] ?? 0) + (weights[1] ?? 0) * (g?.[i] ?? 0) + (weights[2] ?? 0) * (b?.[i] ?? 0)));
  return [plane([0.299, 0.587, 0.114], 0), [plane([-0.168736, -0.331264, 0.5], 128), plane([0.5, -0.418688, -0.081312], 128)]];
}

/** All three under the light that the black plate leaves. */
function shaded(y: LumaImage, [cb, cr]: [LumaImage, LumaImage], light: Float32Array | undefined): SmallPlanes {
  const under = (plane: LumaImage, middle: number): LumaImage => (light ? image(plane.width, plane.height, 1, plane.data.map((v, i) => middle + (v - middle) * (light[i] ?? 1))) : plane);
  return { y: under(y, 0), chroma: [under(cb, 128), under(cr, 128)] };
}
