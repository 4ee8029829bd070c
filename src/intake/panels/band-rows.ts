/** Rows of bands printed on the paper itself: blots whose ground was stretched to white have no border, and are known by their bands. */
import type { Box } from '../../core/geometry.ts';
import { image, type LumaImage, type MaskImage } from '../../core/image.ts';
import { connectedComponents } from '../../imaging/components.ts';

/** px of the copy that the layout is read on. */
const LEAST_WIDTH = 9;
const LEAST_HEIGHT = 5;
/** Width by height of one band. Letters are taller, lines longer. */
const ASPECT = { least: 1.05, most: 9 } as const;
/** Share of its box that a band fills. */
const FILLED = 0.55;
/** Share of a band's pixels on the way from the paper to its core: a blur leaves many, bars and symbols have few. */
const SOFT = 0.45;
/** Grey levels under white, from which a pixel belongs to the band and not to the halo that JPEG and blur leave around it. */
const DARK = 55;
/** px of that halo. */
const HALO = 3;
/** Share of the depth by which the middle of a band may rise again; letters and words rise between their strokes. */
const MOST_RISE = 0.3;
/** Of one row: heights and widths by factor, centres by share of the height, gaps by share of the width. */
const ALIKE = { height: 2.6, width: 3.2, centre: 0.8, gap: 2.2 } as const;
/** Bands of a row; two are enough where they touch others, and are together this many times as wide as high. */
const LEAST_BANDS = 3;
const TOUCHING = 5;
/** Share of the bands' height kept above and below, of their width at the ends. */
const MARGIN = { height: 0.6, width: 0.2 } as const;

/** @param print of the copy that the layout is read on, outside pictures. @param luma of the same size. @returns boxes on that copy. */
export function bandRows(print: MaskImage, luma: LumaImage): Box[] {
  const { width, height } = print;
  const dark = image(width, height, 1, print.data.map((printed, i) => (printed && 255 - (luma.data[i] ?? 0) >= DARK ? 1 : 0)));
  const bands = connectedComponents(dark).components.filter(({ box, area }) => {
    const aspect = box.width / box.height;
    return box.width >= LEAST_WIDTH && box.height >= LEAST_HEIGHT && aspect >= ASPECT.least && aspect <= ASPECT.most && area >= FILLED * box.width * box.height
      && isUnbroken(luma, box) && isSoft(luma, box);
  }).map(({ box }) => box).sort((p, q) => p.x - q.x);
  const taken = new Set<Box>();
  return bands.flatMap((first) => {
    if (taken.has(first)) return [];
    const row = [first];
    for (const next of bands) if (!row.includes(next) && !taken.has(next) && follows(row.at(-1) ?? first, next)) row.push(next);
    if (!isRow(row)) return [];
    row.forEach((band) => taken.add(band));
    return [around(row, width, height)];
  });
}

function isRow(row: readonly Box[]): boolean {
  const total = row.reduce((sum, { width }) => sum + width, 0);
  return row.length >= LEAST_BANDS || (row.length > 1 && total >= TOUCHING * Math.max(...row.map(({ height }) => height)));
}

function follows(left: Box, right: Box): boolean {
  const within = (p: number, q: number, factor: number): boolean => Math.max(p, q) <= factor * Math.min(p, q);
  const apart = right.x - (left.x + left.width);
  return right.x > left.x && apart <= ALIKE.gap * Math.max(left.width, right.width)
    && within(left.height, right.height, ALIKE.height) && within(left.width, right.width, ALIKE.width)
    && Math.abs(left.y + left.height / 2 - right.y - right.height / 2) <= ALIKE.centre * Math.min(left.height, right.height);
}

/** The middle third of the rows is dark from end to end. */
function isUnbroken({ width, data }: LumaImage, { x, y, width: w, height: h }: Box): boolean {
  const [from, to] = [y + Math.floor(h / 3), y + Math.max(Math.floor(h / 3) + 1, Math.ceil((2 * h) / 3))];
  const depths = Array.from({ length: w }, (_, k) => {
    let sum = 0;
    for (let v = from; v < to; v++) sum += 255 - (data[v * width + x + k] ?? 0);
    return sum / (to - from);
  });
  const deepest = Math.max(...depths);
  let highest = 0;
  const before = depths.map((depth) => (highest = Math.max(highest, depth)));
  highest = 0;
  const after = depths.toReversed().map((depth) => (highest = Math.max(highest, depth))).reverse();
  return depths.every((depth, k) => Math.min(before[k] ?? 0, after[k] ?? 0) - depth <= MOST_RISE * deepest);
}

/** A good part of it lies on the way from the paper to the core. */
function isSoft({ width, height, data }: LumaImage, { x, y, width: w, height: h }: Box): boolean {
  let darkest = 255;
  for (let v = y; v < y + h; v++) for (let u = x; u < x + w; u++) darkest = Math.min(darkest, data[v * width + u] ?? 0);
  let [between, inside] = [0, 0];
  for (let v = Math.max(0, y - HALO); v < Math.min(height, y + h + HALO); v++) for (let u = Math.max(0, x - HALO); u < Math.min(width, x + w + HALO); u++) {
    const share = (255 - (data[v * width + u] ?? 0)) / (255 - darkest);
    if (share > 0.12) inside++;
    if (share > 0.12 && share < 0.8) between++;
  }
  return between >= SOFT * inside;
}

function around(row: readonly Box[], width: number, height: number): Box {
  const [left, right] = [Math.min(...row.map(({ x }) => x)), Math.max(...row.map((b) => b.x + b.width))];
  const [top, bottom] = [Math.min(...row.map(({ y }) => y)), Math.max(...row.map((b) => b.y + b.height))];
  const mean = row.reduce((sum, b) => sum + b.width, 0) / row.length;
  const [dx, dy] = [Math.round(MARGIN.width * mean), Math.round(MARGIN.height * (bottom - top))];
  const [x, y] = [Math.max(0, left - dx), Math.max(0, top - dy)];
  return { x, y, width: Math.min(width, right + dx) - x, height: Math.min(height, bottom + dy) - y };
}
