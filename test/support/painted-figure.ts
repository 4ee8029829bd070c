/** Seeded pictures with known content, for the tests of panels. */
import type { Box } from '../../src/core/geometry.ts';
import { image, type RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';

type Colour = readonly [number, number, number];

export function blankFigure(width: number, height: number, level = 255): RgbImage {
  return image(width, height, 3, new Uint8Array(width * height * 3).fill(level));
}

export function paint(figure: RgbImage, { x, y, width, height }: Box, colour: (u: number, v: number) => Colour): void {
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) figure.data.set(colour(u, v).map((c) => Math.max(0, Math.min(255, Math.round(c)))), ((y + v) * figure.width + x + u) * 3);
  }
}

export function fill(figure: RgbImage, box: Box, colour: Colour): void {
  paint(figure, box, () => colour);
}

interface Blob { readonly x: number; readonly y: number; readonly rx: number; readonly ry: number; readonly strength: number }

/** Soft spots on an even field with noise: `light` on dark is fluorescence, dark on light is stained tissue. */
export function paintCells(figure: RgbImage, box: Box, random: Random, look: 'fluorescence' | 'stained'): void {
  const area = box.width * box.height;
  const blobs = Array.from({ length: Math.max(6, Math.round(area / 1500)) }, () => {
    const r = 7 + random.next() * 7;
    return { x: random.next() * box.width, y: random.next() * box.height, rx: r, ry: r * (0.7 + 0.6 * random.next()), strength: 0.4 + 0.6 * random.next() };
  });
  const field = density(box, blobs);
  paint(figure, box, (u, v) => {
    const d = field[v * box.width + u] ?? 0;
    const n = (random.next() - 0.5) * 8;
    return look === 'fluorescence' ? [14 + n, 14 + 190 * d + n, 16 + 40 * d + n] : [205 - 90 * d + n, 180 - 120 * d + n, 215 - 60 * d + n];
  });
}

/** One row of soft dark bands on a light grey membrane with noise. */
export function paintBands(figure: RgbImage, box: Box, random: Random, lanes: number): void {
  const pitch = box.width / lanes;
  const blobs = Array.from({ length: lanes }, (_, i) => ({
    x: (i + 0.5) * pitch, y: box.height * 0.5, rx: pitch * 0.36, ry: Math.min(9, box.height * 0.16), strength: 0.5 + 0.5 * random.next(),
  }));
  const field = density(box, blobs);
  paint(figure, box, (u, v) => {
    const level = 205 - 170 * (field[v * box.width + u] ?? 0) + (random.next() - 0.5) * 10;
    return [level, level, level];
  });
}

function density({ width, height }: Box, blobs: readonly Blob[]): Float32Array {
  const field = new Float32Array(width * height);
  for (const { x, y, rx, ry, strength } of blobs) {
    for (let v = Math.max(0, Math.floor(y - 2 * ry)); v < Math.min(height, y + 2 * ry); v++) {
      for (let u = Math.max(0, Math.floor(x - 2 * rx)); u < Math.min(width, x + 2 * rx); u++) {
        const d = ((u - x) / rx) ** 4 + ((v - y) / ry) ** 2;
        field[v * width + u] = Math.min(1, (field[v * width + u] ?? 0) + strength * Math.exp(-d));
      }
    }
  }
  return field;
}

/** Axes, ticks and bars on paper; the box is that of the axes. */
export function paintPlot(figure: RgbImage, box: Box): void {
  fill(figure, { ...box, width: 2 }, [0, 0, 0]);
  fill(figure, { ...box, y: box.y + box.height - 2, height: 2 }, [0, 0, 0]);
  const step = Math.floor((box.width - 6) / 6);
  for (let i = 0; i < 6; i++) {
    const tall = Math.round(box.height * (0.3 + 0.1 * ((i * 5) % 7)));
    fill(figure, { x: box.x + 6 + i * step, y: box.y + box.height - tall, width: Math.round(step * 0.6), height: tall - 2 }, [60 + 20 * i, 90, 200 - 25 * i]);
    fill(figure, { x: box.x - 4, y: box.y + Math.round((i * box.height) / 6), width: 4, height: 1 }, [0, 0, 0]);
  }
}

/** The letter H, 5 strokes of the given size. */
export function paintLetter(figure: RgbImage, { x, y, width, height }: Box, colour: Colour): void {
  const stroke = Math.max(2, Math.round(height / 6));
  fill(figure, { x, y, width: stroke, height }, colour);
  fill(figure, { x: x + width - stroke, y, width: stroke, height }, colour);
  fill(figure, { x, y: y + ((height - stroke) >> 1), width, height: stroke }, colour);
}
