/** Compound figures with known panels: pictures in rows, gutters, letters, scale bars, plots. Seeded, so that a failure can be looked at again. */
import type { Box } from '../../src/core/geometry.ts';
import { image, type RgbImage } from '../../src/core/image.ts';
import type { PanelClass } from '../../src/core/media.ts';
import type { Random } from '../../src/core/random.ts';
import { crop, resizeRgb } from '../../src/imaging/resample.ts';

type FigureBox = Box<'figure'>;

export interface Source { readonly rgb: RgbImage; readonly class: PanelClass }

export interface Truth { readonly box: FigureBox; readonly class: PanelClass }

export interface Composed {
  readonly rgb: RgbImage;
  readonly truth: readonly Truth[];
  readonly marks: readonly FigureBox[];
  /** For the table of results. */
  readonly layout: string;
}

export interface ComposeOptions {
  /** Level of the gutters, 0 to 255. */
  readonly paper: number;
  /** px between panels. */
  readonly gutter: number;
  /** Share of the cells that hold a plot. */
  readonly plots: number;
  /** Letters in the corners of the panels and scale bars. */
  readonly marks: boolean;
}

/** A figure of two to four rows with their own numbers of panels; rows of blots are low strips. */
export function composeFigure(sources: readonly Source[], random: Random, { paper, gutter, plots, marks }: ComposeOptions): Composed {
  const width = 700 + random.int(700);
  const margin = random.next() < 0.4 ? 0 : 6 + random.int(40);
  const rows = Array.from({ length: 2 + random.int(3) }, () => {
    const source = pick(sources, random);
    const isBlot = source.class === 'blot';
    const columns = isBlot ? 1 + random.int(2) : 2 + random.int(4);
    const height = isBlot ? 40 + random.int(60) : Math.round(((width - 2 * margin) / columns) * (0.6 + 0.5 * random.next()));
    return { source, columns, height, isBlot };
  });
  const height = rows.reduce((sum, row) => sum + row.height, 2 * margin + gutter * (rows.length - 1));
  const canvas = solid(width, height, paper);
  const truth: Truth[] = [];
  const drawn: FigureBox[] = [];
  let y = margin;
  for (const row of rows) {
    const cell = Math.floor((width - 2 * margin - gutter * (row.columns - 1)) / row.columns);
    for (let column = 0; column < row.columns; column++) {
      const box: FigureBox = { x: margin + column * (cell + gutter), y, width: cell, height: row.height };
      if (!row.isBlot && paper > 240 && random.next() < plots) truth.push({ box: drawPlot(canvas, box, random), class: 'chart' });
      else {
        const source = row.isBlot ? row.source : pick(sources.filter((s) => s.class !== 'blot'), random);
        const { part, class: panelClass } = visiblePart(source, sources, { box, random, paper });
        pasteInto(canvas, part, box);
        truth.push({ box, class: panelClass });
        if (marks && !row.isBlot) drawn.push(...drawMarks(canvas, box, random));
      }
    }
    y += row.height + gutter;
  }
  return { rgb: canvas, truth, marks: drawn, layout: `${paper > 240 ? 'white' : paper < 16 ? 'black' : 'grey'} ${gutter} px` };
}

function pick<T>(items: readonly T[], random: Random): T {
  const item = items[random.int(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function solid(width: number, height: number, level: number): RgbImage {
  return image(width, height, 3, new Uint8Array(width * height * 3).fill(level));
}

/** A random part of a picture, of the shape of the cell, at 0.6 to 1 of the largest size that fits. */
function cutOut(rgb: RgbImage, { width, height }: Box, random: Random): RgbImage {
  const largest = Math.min(rgb.width / width, rgb.height / height);
  const scale = largest * (0.6 + 0.4 * random.next());
  const [w, h] = [Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale))];
  const part = crop(rgb, { x: random.int(rgb.width - w + 1), y: random.int(rgb.height - h + 1), width: w, height: h });
  return resizeRgb(part, width, height);
}

interface Cell { readonly box: FigureBox; readonly random: Random; readonly paper: number }

/** A part whose border a person can tell from the paper, and with something in it; from another source after four tries. */
function visiblePart(first: Source, sources: readonly Source[], { box, random, paper }: Cell): { readonly part: RgbImage; readonly class: PanelClass } {
  let source = first;
  for (let attempt = 1; ; attempt++) {
    const part = cutOut(source.rgb, box, random);
    const green = part.data.filter((_, i) => i % 3 === 1);
    const sorted = green.toSorted();
    const range = (sorted[Math.floor(0.995 * sorted.length)] ?? 0) - (sorted[Math.floor(0.02 * sorted.length)] ?? 0);
    const border = green.filter((_, i) => i % part.width < 2 || i % part.width >= part.width - 2 || i < 2 * part.width || i >= (part.height - 2) * part.width);
    const told = border.filter((v) => Math.abs(v - paper) > 6).length / border.length;
    if ((range >= 12 && told >= 0.7) || attempt === 80) return { part, class: source.class };
    if (attempt % 4 === 0) source = pick(sources.filter((s) => (s.class === 'blot') === (first.class === 'blot')), random);
  }
}

function pasteInto(canvas: RgbImage, part: RgbImage, { x, y }: Box): void {
  for (let row = 0; row < part.height; row++) {
    canvas.data.set(part.data.subarray(row * part.width * 3, (row + 1) * part.width * 3), ((y + row) * canvas.width + x) * 3);
  }
}

function fillInto(canvas: RgbImage, { x, y, width, height }: Box, [r, g, b]: readonly [number, number, number]): void {
  for (let v = Math.max(0, y); v < Math.min(canvas.height, y + height); v++) {
    for (let u = Math.max(0, x); u < Math.min(canvas.width, x + width); u++) canvas.data.set([r, g, b], (v * canvas.width + u) * 3);
  }
}

/** Axes with ticks, bars or a stepped curve; gives the box of what was drawn. */
function drawPlot(canvas: RgbImage, cell: FigureBox, random: Random): FigureBox {
  const inset = Math.round(0.08 * Math.min(cell.width, cell.height)) + 4;
  const box: FigureBox = { x: cell.x + inset, y: cell.y + inset, width: cell.width - 2 * inset, height: cell.height - 2 * inset };
  fillInto(canvas, { x: box.x, y: box.y, width: 2, height: box.height }, [0, 0, 0]);
  fillInto(canvas, { x: box.x, y: box.y + box.height - 2, width: box.width, height: 2 }, [0, 0, 0]);
  const bars = 3 + random.int(6);
  const step = Math.floor((box.width - 8) / bars);
  for (let i = 0; i < bars; i++) {
    const tall = Math.round((0.2 + 0.75 * random.next()) * box.height);
    const colour = [random.int(200), random.int(200), random.int(200)] as const;
    fillInto(canvas, { x: box.x + 6 + i * step, y: box.y + box.height - tall, width: Math.max(3, Math.round(step * 0.6)), height: tall - 2 }, colour);
    fillInto(canvas, { x: box.x + 6 + i * step + Math.round(step * 0.3), y: box.y + box.height - tall - 6, width: 1, height: 6 }, [0, 0, 0]);
  }
  return box;
}

/** A letter (an H of 12 to 20 px) at the top left and a scale bar at the bottom right, white or black by what is beneath. */
function drawMarks(canvas: RgbImage, { x, y, width, height }: FigureBox, random: Random): FigureBox[] {
  const size = 12 + random.int(9);
  const stroke = Math.max(2, Math.round(size / 6));
  const letter: FigureBox = { x: x + 5, y: y + 5, width: Math.round(size * 0.8), height: size };
  const bar: FigureBox = { x: x + width - 12 - Math.round(width * 0.2), y: y + height - 14, width: Math.round(width * 0.2), height: 3 + random.int(3) };
  const inkAt = (at: Box): readonly [number, number, number] => {
    const beneath = crop(canvas, at).data;
    return beneath.reduce((sum, v) => sum + v, 0) / beneath.length > 128 ? [0, 0, 0] : [255, 255, 255];
  };
  const ink = inkAt(letter);
  fillInto(canvas, { ...letter, width: stroke }, ink);
  fillInto(canvas, { ...letter, x: letter.x + letter.width - stroke, width: stroke }, ink);
  fillInto(canvas, { ...letter, y: letter.y + Math.round((size - stroke) / 2), height: stroke }, ink);
  fillInto(canvas, bar, inkAt(bar));
  return [letter, bar];
}
