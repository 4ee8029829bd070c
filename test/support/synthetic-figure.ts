/** A compound figure with its truth: panels in a grid with gutters, letters, scale bars. */
import type { Box } from '../../src/core/geometry.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { flat, paste, toRgb, type Bytes } from './synthetic-edit.ts';

export interface Layout {
  readonly columns: number;
  /** px between panels. */
  readonly gutter?: number;
  /** px around all. */
  readonly margin?: number;
  /** Grey of the gutters: 255 white, 0 black. */
  readonly paper?: number;
  /** Letters in the top left corner of each panel. */
  readonly letters?: boolean;
  readonly scaleBars?: boolean;
}

export interface CompoundFigure {
  readonly image: RgbImage;
  /** In the order given; pixels of the figure. */
  readonly boxes: readonly Box<'figure'>[];
}

/** Lays pictures out in rows; a row is as high as its highest picture. */
export function compoundFigure(pictures: readonly Bytes[], { columns, gutter = 10, margin = 12, paper = 255, letters = true, scaleBars = true }: Layout): CompoundFigure {
  const boxes: Box<'figure'>[] = [];
  let [y, width] = [margin, 0];
  for (let row = 0; row < pictures.length; row += columns) {
    const inRow = pictures.slice(row, row + columns);
    let x = margin;
    for (const picture of inRow) {
      boxes.push({ x, y, width: picture.width, height: picture.height });
      x += picture.width + gutter;
    }
    width = Math.max(width, x - gutter + margin);
    y += Math.max(...inRow.map(({ height }) => height)) + gutter;
  }

  let canvas: Bytes<3> = toRgb(flat(width, y - gutter + margin, paper));
  for (const [i, picture] of pictures.entries()) {
    const { x = 0, y: top = 0 } = boxes[i] ?? {};
    const light = meanOf(picture) < 128;
    let panel: Bytes<3> = toRgb(picture);
    if (letters) panel = paste(panel, glyph(String.fromCharCode(65 + (i % 26)), 3, light ? 0 : 255), { x: 4, y: 4 });
    if (scaleBars) panel = paste(panel, toRgb(flat(Math.round(picture.width / 5), 4, light ? 255 : 0)), { x: picture.width - Math.round(picture.width / 5) - 8, y: picture.height - 12 });
    canvas = paste(canvas, panel, { x, y: top });
  }
  return { image: canvas as RgbImage, boxes };
}

function meanOf({ data }: Bytes): number {
  return data.reduce((sum, v) => sum + v, 0) / data.length;
}

/** 5 × 7 dots, rows from the top, the highest bit on the left. */
const DOTS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17], B: [30, 17, 17, 30, 17, 17, 30], C: [14, 17, 16, 16, 16, 17, 14], D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31], F: [31, 16, 16, 30, 16, 16, 16], G: [14, 17, 16, 23, 17, 17, 14], H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14], J: [1, 1, 1, 1, 17, 17, 14], K: [17, 18, 20, 24, 20, 18, 17], L: [16, 16, 16, 16, 16, 16, 31],
};

/** A letter on a plate, `size` px a dot, in the opposite of the plate's grey. */
function glyph(letter: string, size: number, plate: number): RgbImage {
  const rows = DOTS[letter] ?? DOTS['L'] ?? [];
  const at = (x: number, y: number): boolean => (((rows[y - 1] ?? 0) >> (5 - x)) & 1) === 1 && x >= 1 && x <= 5;
  const [width, height] = [7 * size, 9 * size];
  const data = Uint8Array.from({ length: width * height }, (_, i) => (at(Math.floor((i % width) / size), Math.floor(i / width / size)) ? 255 - plate : plate));
  return toRgb({ width, height, channels: 1, data });
}
