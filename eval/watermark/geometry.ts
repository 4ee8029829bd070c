/** Crops, turns, perspective and bending. */
import { applyTo, invert } from '../../src/core/geometry.ts';
import type { RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { fitHomography } from '../../src/imaging/matching/homography.ts';
import { crop as cut } from '../../src/imaging/resample.ts';
import { warp } from './raster.ts';

/** A part of this share of the area with the same aspect, anywhere. */
export function crop(rgb: RgbImage, share: number, random: Random): RgbImage {
  const [width, height] = [Math.round(rgb.width * Math.sqrt(share)), Math.round(rgb.height * Math.sqrt(share))];
  return cut(rgb, { x: random.int(rgb.width - width + 1), y: random.int(rgb.height - height + 1), width, height });
}

/** About the middle; the canvas grows, white corners. */
export function rotate(rgb: RgbImage, degrees: number): RgbImage {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [width, height] = [Math.ceil(rgb.width * Math.abs(c) + rgb.height * Math.abs(s)), Math.ceil(rgb.width * Math.abs(s) + rgb.height * Math.abs(c))];
  return turned(rgb, { c, s, width, height });
}

/** As rotate, cut to a part without corners. */
export function rotateInside(rgb: RgbImage, degrees: number): RgbImage {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const aspect = Math.max(rgb.width / rgb.height, rgb.height / rgb.width);
  const share = 1 / (c + aspect * Math.abs(s));
  return turned(rgb, { c, s, width: Math.floor(rgb.width * share), height: Math.floor(rgb.height * share) });
}

function turned(rgb: RgbImage, { c, s, width, height }: { readonly c: number; readonly s: number; readonly width: number; readonly height: number }): RgbImage {
  return warp(rgb, { width, height, from: (x, y) => {
    const [dx, dy] = [x - width / 2, y - height / 2];
    return [rgb.width / 2 + c * dx + s * dy, rgb.height / 2 - s * dx + c * dy];
  } });
}

/** Every corner moves inwards by up to this share of the sides. */
export function perspective(rgb: RgbImage, share: number, random: Random, background: readonly [number, number, number] = [255, 255, 255]): RgbImage {
  const { width, height } = rgb;
  const inwards = (): number => share * (0.4 + 0.6 * random.next());
  const corners = [[0, 0], [width, 0], [width, height], [0, height]] as const;
  const moved = corners.map(([x, y]): [number, number, number, number] => [x, y, x + (x === 0 ? 1 : -1) * inwards() * width, y + (y === 0 ? 1 : -1) * inwards() * height]);
  const matrix = fitHomography(moved);
  if (!matrix) throw new RangeError('perspective: four corners fix a homography');
  const back = invert(matrix);
  return warp(rgb, { width, height, background, from: (x, y) => {
    const p = applyTo(back, { x, y });
    return [p.x, p.y];
  } });
}

/** A smooth wave in both directions, amplitude as a share of the shorter side. */
export function bend(rgb: RgbImage, share: number, random: Random): RgbImage {
  const { width, height } = rgb;
  const amplitude = share * Math.min(width, height);
  const [a, b, p, q] = [random.next() * 6.28, random.next() * 6.28, 0.8 + random.next() * 0.6, 0.8 + random.next() * 0.6];
  return warp(rgb, { width, height, from: (x, y) => [
    Math.min(width - 0.01, Math.max(0, x + amplitude * Math.sin((2 * Math.PI * p * y) / height + a))), Math.min(height - 0.01, Math.max(0, y + amplitude * Math.sin((2 * Math.PI * q * x) / width + b))),
  ] });
}
