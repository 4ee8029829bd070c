/** Zernike moments of the disc around every pixel corner, in WebAssembly. Twin: zernike.reference.ts. */
import type { LumaImage } from '../../core/image.ts';
import { loadKernel } from './kernel.ts';
import { discTable, SUMS } from './zernike.reference.ts';

type Moments = (at: number, stride: number, count: number, taps: number, tapCount: number, weights: number, usable: number, out: number, plane: number) => void;

const kernel = loadKernel<{ moments: Moments }>('zernike');

/**
 * Calls `onRow` for every row that has a usable point, with the sums of its points: plane s holds sum s of all corners of
 * the row (`row[s * plane + x]`), valid where the point is usable.
 *
 * @param usable width × height, non-zero where the moments of corner (x, y) are wanted.
 * @param radius px, whole, in [2, 32].
 * @throws {RangeError} a usable point lies less than `radius` from the border, or a size is not as above.
 */
export function discMoments(
  { width, height, data }: LumaImage, usable: Uint8Array, radius: number,
  onRow: (y: number, row: Float32Array, plane: number) => void,
): void {
  if (!Number.isInteger(radius) || radius < 2 || radius > 32) throw new RangeError(`radius: expected a whole number in [2, 32], got ${radius}`);
  if (usable.length !== width * height) throw new RangeError(`usable: expected ${width * height} points, got ${usable.length}`);
  checkMargin(usable, { width, height, radius });
  const { taps, weights } = discTable(radius);
  const plane = (width + 7) & ~3;

  kernel.scope((arena) => {
    arena.reserve(256); // the last group of a row reads past its end
    const pixels = arena.push(data);
    const mask = arena.push(usable);
    const offsets = arena.push(Int32Array.from(taps.flatMap(({ i, j }) => [4 * i, 4 * j * width])));
    const table = arena.push(weights);
    const out = arena.reserve(SUMS.length * plane * 4);
    for (let y = radius; y <= height - radius; y++) {
      const at = y * width;
      if (!hasUsable(usable, at, width)) continue;
      kernel.exports.moments(pixels + 4 * at, 4 * width, width, offsets, taps.length, table, mask + at, out, 4 * plane);
      onRow(y, arena.f32(out, SUMS.length * plane), plane);
    }
  });
}

function checkMargin(usable: Uint8Array, { width, height, radius }: { width: number; height: number; radius: number }): void {
  for (let y = 0; y < height; y++) {
    const inside = y >= radius && y <= height - radius;
    for (let x = 0; x < width; x++) {
      if (usable[y * width + x] && !(inside && x >= radius && x <= width - radius)) {
        throw new RangeError(`usable: point ${x}, ${y} is less than ${radius} px from the border of ${width} × ${height}`);
      }
    }
  }
}

function hasUsable(usable: Uint8Array, from: number, width: number): boolean {
  for (let i = from; i < from + width; i++) if (usable[i]) return true;
  return false;
}
