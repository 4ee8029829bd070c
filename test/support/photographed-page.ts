/** Seeded pictures of a printed sheet as a phone sees it: on a table, askew, lit unevenly; or shown on a screen, with moiré. The truth comes with them. */
import { applyTo, type Matrix, type Point } from '../../src/core/geometry.ts';
import { image, type RgbImage } from '../../src/core/image.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { fitHomography } from '../../src/imaging/matching/homography.ts';
import { between, gaussian } from './random.ts';
import { fractalNoise, warp } from './synthetic.ts';

export interface SheetOptions {
  readonly width: number;
  readonly height: number;
  /** R, G, B of the paper. Default white, a little warm. */
  readonly paper?: readonly [number, number, number];
}

/** Black print on plain paper: a heading, lines of words, a ruled table, a stamp in red. No noise. */
export function printedSheet(seed: number | string, { width, height, paper = [246, 244, 238] }: SheetOptions): RgbImage {
  const random = seededRandom(`sheet/${seed}`);
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = paper[i % 3] ?? 0;
  const sheet = image(width, height, 3, data);
  const size = Math.max(7, Math.round(height / 60));
  const margin = Math.round(width / 10);
  for (let y = margin; y + 2 * size < height * 0.62; y += Math.round(2.3 * size)) words(sheet, { x: margin, y, end: width - margin - random.int(Math.round(width / 4)), size }, random);
  for (let row = 0; row <= 5; row++) fill(sheet, { x: margin, y: Math.round(height * 0.66 + row * 2.4 * size), width: width - 2 * margin, height: 2 }, [30, 30, 34]);
  for (let row = 0; row < 5; row++) words(sheet, { x: margin + size, y: Math.round(height * 0.66 + row * 2.4 * size + 0.8 * size), end: margin + width / 2, size }, random);
  fill(sheet, { x: Math.round(width * 0.66), y: Math.round(height * 0.85), width: Math.round(width / 8), height: Math.round(height / 22) }, [176, 48, 52]);
  return sheet;
}

interface Run { readonly x: number; readonly y: number; readonly end: number; readonly size: number }

function words(sheet: RgbImage, { x: start, y, end, size }: Run, random: Random): void {
  const pen = Math.max(1, Math.round(size / 7));
  for (let x = start; x + size < end; x += random.next() < 0.18 ? Math.round(1.4 * size) : Math.round(0.8 * size)) {
    const ink = [24 + random.int(20), 24 + random.int(20), 30 + random.int(20)] as const;
    const [w, h] = [Math.round(0.6 * size), random.next() < 0.3 ? size : Math.round(0.72 * size)];
    fill(sheet, { x: x + (random.next() < 0.5 ? 0 : w - pen), y: y + size - h, width: pen, height: h }, ink);
    fill(sheet, { x, y: y + size - h + random.int(Math.max(1, h - pen)), width: w, height: pen }, ink);
    if (random.next() < 0.5) fill(sheet, { x, y: y + size - pen, width: w, height: pen }, ink);
  }
}

function fill({ width, data }: RgbImage, box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, colour: readonly [number, number, number]): void {
  for (let y = Math.round(box.y); y < box.y + box.height; y++) for (let x = Math.round(box.x); x < box.x + box.width; x++) for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = colour[c] ?? 0;
}

export interface Photographed {
  readonly picture: RgbImage;
  /** The sheet's corners in it, clockwise from the top left. */
  readonly corners: readonly [Point, Point, Point, Point];
  /** Sheet px → picture px. */
  readonly matrix: Matrix;
}

export interface PhotoOptions {
  readonly width: number;
  readonly height: number;
  /** rad by which the sheet is tilted and turned, at most; a quarter of it at least. Default .25. */
  readonly skew?: number;
  /** Share of the light that the darkest place keeps. Default .55. */
  readonly shade?: number;
  /** Whether a hand's shadow with a soft edge falls on it. */
  readonly shadow?: boolean;
}

/** The sheet on a wooden table under a lamp to one side, seen from an angle. */
export function photographed(sheet: RgbImage, seed: number | string, { width, height, skew = 0.25, shade = 0.55, shadow = false }: PhotoOptions): Photographed {
  const random = seededRandom(`photographed/${seed}`);
  const corners = seenFrom(sheet, random, { width, height, skew });
  const from = [[0, 0], [sheet.width, 0], [sheet.width, sheet.height], [0, sheet.height]] as const;
  const matrix = fitHomography(corners.map(({ x, y }, i) => [from[i]?.[0] ?? 0, from[i]?.[1] ?? 0, x, y] as const));
  if (!matrix) throw new RangeError('the corners lie on a line');
  const seen = warp(sheet, matrix, width, height);
  const grain = fractalNoise(random.fork('wood'), width, height, 60, 4);
  const lit = lightOf(random, { width, height, shade, shadow });
  const data = new Uint8ClampedArray(width * height * 3);
  const camera = random.fork('camera');
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) {
    const onSheet = inside(corners, x + 0.5, y + 0.5);
    for (let c = 0; c < 3; c++) {
      const table = ([112, 84, 60][c] ?? 0) + 14 * (grain[i] ?? 0);
      data[i * 3 + c] = (onSheet ? (seen.data[i * 3 + c] ?? 0) : table) * lit(x, y) + 1.6 * gaussian(camera);
    }
  }
  return { picture: image(width, height, 3, Uint8Array.from(data)), corners, matrix };
}

/** Where a camera with a focal length of 1.3 sides of its picture sees the corners of the tilted sheet. */
function seenFrom(sheet: SheetOptions, random: Random, { width, height, skew }: { readonly width: number; readonly height: number; readonly skew: number }): readonly [Point, Point, Point, Point] {
  const angle = (): number => between(random, skew / 4, skew) * (random.next() < 0.5 ? -1 : 1);
  const [tilt, swing, turn] = [angle(), angle(), angle() / 2];
  const focal = 1.3 * Math.max(width, height);
  const size = 0.66 * Math.min(width / sheet.width, height / sheet.height);
  const see = (x: number, y: number): Point => {
    const [u, v] = [size * (x * Math.cos(turn) - y * Math.sin(turn)), size * (x * Math.sin(turn) + y * Math.cos(turn))];
    const [a, b, depth] = [u * Math.cos(swing), v * Math.cos(tilt) - u * Math.sin(swing) * Math.sin(tilt), focal + v * Math.sin(tilt) + u * Math.sin(swing) * Math.cos(tilt)];
    return { x: width / 2 + (focal * a) / depth, y: height / 2 + (focal * b) / depth };
  };
  const [w, h] = [sheet.width / 2, sheet.height / 2];
  return [see(-w, -h), see(w, -h), see(w, h), see(-w, h)];
}

function lightOf(random: Random, { width, height, shade, shadow }: Required<Pick<PhotoOptions, 'width' | 'height' | 'shade' | 'shadow'>>): (x: number, y: number) => number {
  const angle = between(random, 0, 2 * Math.PI);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const edge = between(random, -0.1, 0.2);
  return (x, y) => {
    const along = c * (x / width - 0.5) + s * (y / height - 0.5);
    const lamp = shade + (1 - shade) * (0.5 + 0.7 * along);
    const hand = shadow ? 1 - 0.4 / (1 + Math.exp(-((along - edge) * 60))) : 1;
    return Math.min(1, lamp) * hand;
  };
}

function inside(corners: readonly Point[], x: number, y: number): boolean {
  return corners.every((a, i) => {
    const b = corners[(i + 1) % corners.length] ?? a;
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) >= 0;
  });
}

/** How far each of the four found corners lies from its own, as a share of the sheet's shortest side in the picture. */
export function cornerError(found: readonly Point[], { corners }: Pick<Photographed, 'corners'>): number {
  const side = Math.min(...corners.map((a, i) => Math.hypot(a.x - (corners[(i + 1) % 4]?.x ?? 0), a.y - (corners[(i + 1) % 4]?.y ?? 0))));
  return Math.max(...corners.map((corner, i) => Math.hypot(corner.x - (found[i]?.x ?? 1e9), corner.y - (found[i]?.y ?? 1e9)))) / side;
}

/** What a camera sees of a screen that shows the picture: stripes of two frequencies, coloured, bending slowly. @param strength grey. */
export function withMoire({ width, height, data }: RgbImage, seed: number | string, strength = 12): RgbImage {
  const random = seededRandom(`moire/${seed}`);
  const waves = [0, 1].map(() => ({ period: between(random, 5, 14), angle: between(random, 0.25, 1.3), bend: between(random, -0.25, 0.25), phase: between(random, 0, 6) }));
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) {
    for (let c = 0; c < 3; c++) {
      const wave = waves.reduce((sum, { period, angle, bend, phase }, k) => {
        const along = x * Math.cos(angle) + y * Math.sin(angle) + bend * Math.sin((2 * Math.PI * (x - y)) / (width + height)) * period;
        return sum + Math.cos((2 * Math.PI * along) / period + phase + (c * (k + 1) * 2 * Math.PI) / 3);
      }, 0);
      out[i * 3 + c] = (data[i * 3 + c] ?? 0) * (1 - strength / 255) + (strength / 2) * wave;
    }
  }
  return image(width, height, 3, Uint8Array.from(out));
}

/** The same picture with the grain of a camera. */
export function grained({ width, height, data }: RgbImage, seed: number | string, sigma = 1.6): RgbImage {
  const random = seededRandom(`grain/${seed}`);
  return image(width, height, 3, Uint8Array.from(Uint8ClampedArray.from(data, (v) => v + sigma * gaussian(random))));
}

/** The point of the picture where a point of the sheet is seen. */
export const seenAt = ({ matrix }: Pick<Photographed, 'matrix'>, point: Point): Point => applyTo(matrix, point);
