/** Turning stored pixels the way a camera's Exif note says they are to be looked at. */
import { image, type RgbImage } from '../core/image.ts';

/** Exif 2.32, tag 0x0112: which side of what is seen row 0 and column 0 of the file are. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Whether width and height change places. */
export const swapsSides = (orientation: Orientation): boolean => orientation >= 5;

/** From the place in the upright image to the one in the file, `w` and `h` being the last column and row of the file. */
const SOURCE: Readonly<Record<Orientation, (x: number, y: number, w: number, h: number) => readonly [number, number]>> = {
  1: (x, y) => [x, y], 2: (x, y, w) => [w - x, y], 3: (x, y, w, h) => [w - x, h - y], 4: (x, y, _, h) => [x, h - y],
  5: (x, y) => [y, x], 6: (x, y, _, h) => [y, h - x], 7: (x, y, w, h) => [w - y, h - x], 8: (x, y, w) => [w - y, x],
};

/** The image as it is to be seen. */
export function turnUpright(stored: RgbImage, orientation: Orientation): RgbImage {
  if (orientation === 1) return stored;
  const [width, height] = swapsSides(orientation) ? [stored.height, stored.width] : [stored.width, stored.height];
  const source = SOURCE[orientation];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sx, sy] = source(x, y, stored.width - 1, stored.height - 1);
      const from = (sy * stored.width + sx) * 3;
      for (let c = 0; c < 3; c++) data[to++] = stored.data[from + c] ?? 0;
    }
  }
  return image(width, height, 3, data);
}
