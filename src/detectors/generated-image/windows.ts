/** Square windows of pixels as planes of numbers: luma, and two differences of colours. */
import type { RgbImage } from '../../core/image.ts';

/** px, side of a window. */
export const WINDOW = 64;

/** side × side values, grey levels, not rounded. */
export interface Square {
  readonly side: number;
  readonly data: Float64Array;
}

export interface Planes {
  readonly luma: Square;
  readonly redGreen: Square;
  readonly blueGreen: Square;
  /** Share of pixels with a channel at either end of its range, or without colour. */
  readonly bare: number;
}

/** @throws {RangeError} the window leaves the image. */
export function planesAt({ width, height, data }: RgbImage, left: number, top: number): Planes {
  if (left < 0 || top < 0 || left + WINDOW > width || top + WINDOW > height) throw new RangeError(`a window at ${left}, ${top} leaves ${width} × ${height}`);
  const [luma, redGreen, blueGreen] = [new Float64Array(WINDOW ** 2), new Float64Array(WINDOW ** 2), new Float64Array(WINDOW ** 2)];
  let bare = 0;
  for (let y = 0, i = 0; y < WINDOW; y++) for (let x = 0, j = ((top + y) * width + left) * 3; x < WINDOW; x++, i++, j += 3) {
    const red = data[j] ?? 0;
    const green = data[j + 1] ?? 0;
    const blue = data[j + 2] ?? 0;
    luma[i] = (299 * red + 587 * green + 114 * blue) / 1000; // exactly its level where it is grey
    redGreen[i] = red - green;
    blueGreen[i] = blue - green;
    const low = Math.min(red, green, blue);
    const high = Math.max(red, green, blue);
    if (low === 0 || high === 255 || low === high) bare++;
  }
  const square = (plane: Float64Array): Square => ({ side: WINDOW, data: plane });
  return { luma: square(luma), redGreen: square(redGreen), blueGreen: square(blueGreen), bare: bare / WINDOW ** 2 };
}

/** At half the size: each value the mean of four. */
export function halved({ side, data }: Square): Square {
  const half = side / 2;
  const out = new Float64Array(half * half);
  for (let y = 0, at = 0; y < half; y++) for (let x = 0, i = 2 * y * side; x < half; x++, at++, i += 2) {
    out[at] = ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + side] ?? 0) + (data[i + side + 1] ?? 0)) / 4;
  }
  return { side: half, data: out };
}
