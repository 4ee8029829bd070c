/** Where a page holds vector drawings: clusters of paths and shadings too rich to be rules, frames or tables. */
import type { Box } from '../../core/geometry.ts';
import type { DrawnObject } from './objects.ts';

export interface PageSize {
  /** pt. */
  readonly width: number;
  readonly height: number;
}

/** pt; what is nearer than this is one drawing. */
const CELL = 10;
/** pt; a smaller drawing is a logo or an icon. */
const MIN_SIDE = 60;
/** pt; axis labels stand within it. */
const MARGIN = 14;
/** pt; thinner paths are lines. */
const THIN = 1.5;
/** Segments beyond those of rectangles that make a drawing; a word in outlines has about as many. */
const MIN_RICHNESS = 30;
/** Segments of a rectangle: move, three lines, close (or a fourth line). */
const RECTANGLE_SEGMENTS = 5;
/** Share of a page from which a path is its background, of a cluster from which images fill it. */
const BACKGROUND = 0.9;
const MOSTLY_IMAGES = 0.6;
const MAX_DRAWINGS = 8;

/** Boxes of the drawings of a page, pt, clipped to it. Paths lying on images are their annotations and do not count. */
export function findDrawings(drawn: readonly DrawnObject[], images: readonly Box<'page'>[], page: PageSize): readonly Box<'page'>[] {
  const whole: Box<'page'> = { x: 0, y: 0, width: page.width, height: page.height };
  const pageArea = page.width * page.height;
  const relevant = drawn.flatMap((object) => {
    const box = intersect(grown(object.box, 0.25), whole);
    if (!box || areaOf(box) > BACKGROUND * pageArea) return [];
    return images.some((image) => coveredShare(box, image) > 0.8) ? [] : [{ ...object, box }];
  });
  return clusters(relevant, page)
    .filter((members) => isDrawing(members))
    .map((members) => boundsOf(members.map(({ box }) => box)))
    .filter((box) => box.width >= MIN_SIDE && box.height >= MIN_SIDE)
    .filter((box) => images.reduce((sum, image) => sum + coveredShare(box, image), 0) < MOSTLY_IMAGES)
    .map((box) => intersect(grown(box, MARGIN), whole) ?? box)
    .reduce(mergeOverlapping, [])
    .slice(0, MAX_DRAWINGS);
}

/** Rich enough in curves and bends, or bars of several heights: a table has rectangles of rows and thin lines only. */
function isDrawing(members: readonly DrawnObject[]): boolean {
  if (isOutlinedText(members)) return false;
  const richness = members.reduce((sum, { kind, segments }) => sum + (kind === 'shading' ? MIN_RICHNESS : Math.max(0, segments - RECTANGLE_SEGMENTS)), 0);
  const slanted = members.filter(({ segments, box }) => segments > 0 && segments < RECTANGLE_SEGMENTS && Math.min(box.width, box.height) > 2 * THIN).length;
  if (richness + 2 * slanted >= MIN_RICHNESS) return true;
  const bars = members.filter(({ box }) => Math.min(box.width, box.height) > THIN);
  const heights = new Set(bars.map(({ box }) => Math.round(box.height * 2)));
  const widths = new Set(bars.map(({ box }) => Math.round(box.width * 2)));
  return bars.length >= 4 && Math.max(heights.size, widths.size) >= 4 && Math.min(heights.size, widths.size) <= 3;
}

/** Filled with one colour and nothing stroked: words turned to outlines. */
function isOutlinedText(members: readonly DrawnObject[]): boolean {
  return members.every(({ kind, stroked }) => kind === 'path' && !stroked) && new Set(members.map(({ fill }) => fill)).size <= 1;
}

/** Objects whose boxes touch cells of one connected patch of a coarse grid. Cost: cells + objects × cells they cover. */
function clusters<T extends DrawnObject>(objects: readonly T[], { width, height }: PageSize): readonly (readonly T[])[] {
  const cell = Math.max(CELL, Math.max(width, height) / 400);
  const columns = Math.ceil(width / cell) + 1;
  const rows = Math.ceil(height / cell) + 1;
  const covered = new Uint8Array(columns * rows);
  for (const { box } of objects) {
    for (let y = Math.floor(box.y / cell); y <= (box.y + box.height) / cell; y++) {
      covered.fill(1, y * columns + Math.floor(box.x / cell), y * columns + Math.floor((box.x + box.width) / cell) + 1);
    }
  }
  const labels = labelPatches(covered, columns, rows);
  const groups = new Map<number, T[]>();
  for (const object of objects) {
    const label = labels[Math.floor(object.box.y / cell) * columns + Math.floor(object.box.x / cell)] ?? 0;
    const group = groups.get(label);
    if (group) group.push(object);
    else groups.set(label, [object]);
  }
  return [...groups.values()];
}

/** Eight-connected patches of non-zero cells, labelled from 1. */
function labelPatches(covered: Uint8Array, columns: number, rows: number): Int32Array {
  const labels = new Int32Array(columns * rows);
  let next = 0;
  for (let start = 0; start < covered.length; start++) {
    if (!covered[start] || labels[start]) continue;
    labels[start] = ++next;
    const stack = [start];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % columns, Math.floor(at / columns)];
      for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
          const neighbour = ny * columns + nx;
          if (!covered[neighbour] || labels[neighbour]) continue;
          labels[neighbour] = next;
          stack.push(neighbour);
        }
      }
    }
  }
  return labels;
}

function mergeOverlapping(kept: readonly Box<'page'>[], box: Box<'page'>): readonly Box<'page'>[] {
  const overlapping = kept.filter((other) => intersect(other, box));
  if (overlapping.length === 0) return [...kept, box];
  return mergeOverlapping(kept.filter((other) => !overlapping.includes(other)), boundsOf([box, ...overlapping]));
}

function boundsOf(boxes: readonly Box<'page'>[]): Box<'page'> {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function grown({ x, y, width, height }: Box, by: number): Box<'page'> {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function intersect(a: Box, b: Box): Box<'page'> | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

function areaOf({ width, height }: Box): number {
  return width * height;
}

/** Share of `box` that `by` covers, in [0, 1]. */
function coveredShare(box: Box, by: Box): number {
  const common = intersect(box, by);
  return common ? areaOf(common) / areaOf(box) : 0;
}
