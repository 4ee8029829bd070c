/** Where a page holds vector drawings: clusters of paths and shadings too rich to be rules, frames or tables. */
import type { Box } from '../../core/geometry.ts';
import type { DrawnObject } from './objects.ts';

export interface PageSize {
  /** pt. */
  readonly width: number;
  readonly height: number;
}

/** pt; what is nearer than this is one drawing. */
const CELL = 6;
/** pt; a smaller drawing is a logo or an icon. */
const MIN_SIDE = 60;
/** pt; axes, ticks and labels within it belong to a drawing. */
const NEAR = 12;
/** Share of a drawing's longer side by which they may reach beyond it. */
const REACH = 0.4;
/** pt around a drawing. */
const MARGIN = 4;
/** pt; thinner paths are lines. */
const THIN = 1.5;
/** Segments beyond those of rectangles that make a drawing; a word in outlines has about as many. */
const MIN_RICHNESS = 30;
const MAX_PATH_RICHNESS = 25;
const MAX_AXES_RICHNESS = 10;
/** Segments of a rectangle: move, three lines, close (or a fourth line). */
const RECTANGLE_SEGMENTS = 5;
/** Share of a page from which a path is its background, of a cluster from which images fill it. */
const BACKGROUND = 0.9;
const MOSTLY_IMAGES = 0.6;
const MAX_DRAWINGS = 8;

export interface Surroundings {
  readonly images: readonly Box<'page'>[];
  /** Lines of text that are no captions. */
  readonly labels: readonly Box<'page'>[];
  readonly page: PageSize;
}

/** Boxes of the drawings of a page, pt, clipped to it, with their axes and labels. Paths lying on images are their annotations and do not count. */
export function findDrawings(drawn: readonly DrawnObject[], { images, labels, page }: Surroundings): readonly Box<'page'>[] {
  const whole: Box<'page'> = { x: 0, y: 0, width: page.width, height: page.height };
  const pageArea = page.width * page.height;
  const relevant = drawn.flatMap((object) => {
    const box = intersect(grown(object.box, 0.25), whole);
    if (!box || areaOf(box) > BACKGROUND * pageArea) return [];
    return images.some((image) => coveredShare(box, image) > 0.8) ? [] : [{ ...object, box }];
  });
  const lines = relevant.map(({ box }) => box).filter(({ width, height }) => Math.min(width, height) < 2 * THIN);
  return clusters(relevant, page)
    .filter((members) => isDrawing(members))
    .map((members) => boundsOf(members.map(({ box }) => box)))
    .filter((box) => box.width >= MIN_SIDE && box.height >= MIN_SIDE)
    .filter((box) => images.reduce((sum, image) => sum + coveredShare(box, image), 0) < MOSTLY_IMAGES)
    .map((box) => withNear(withNear(box, lines), labels))
    .map((box) => intersect(grown(box, MARGIN), whole) ?? box)
    .reduce(mergeOverlapping, [])
    .slice(0, MAX_DRAWINGS);
}

/** Takes in what stands near and does not reach far beyond: an axis, not the rule across the page. */
function withNear(box: Box<'page'>, others: readonly Box<'page'>[]): Box<'page'> {
  const [near, reach] = [grown(box, NEAR), grown(box, REACH * Math.max(box.width, box.height))];
  return boundsOf([box, ...others.filter((other) => intersect(other, near) && coveredShare(other, reach) > 0.999)]);
}

/** Rich enough in curves and bends, or bars of several heights: a table has rectangles of rows and thin lines only. */
function isDrawing(members: readonly DrawnObject[]): boolean {
  return !isOutlinedText(members) && (richnessOf(members) >= MIN_RICHNESS || hasBars(members));
}

/** One path alone never suffices: it may be a frame with round corners. Axes help, but lines alone are a table. */
function richnessOf(members: readonly DrawnObject[]): number {
  const bends = members.map(({ kind, segments }) => (kind === 'shading' ? MIN_RICHNESS : Math.min(MAX_PATH_RICHNESS, Math.max(0, segments - RECTANGLE_SEGMENTS))));
  const isLine = ({ box }: DrawnObject): boolean => Math.min(box.width, box.height) <= 2 * THIN;
  const slanted = members.filter((member) => member.segments > 0 && member.segments < RECTANGLE_SEGMENTS && !isLine(member)).length;
  const axes = members.filter((member) => member.stroked && isLine(member)).length;
  return bends.reduce((sum, value) => sum + value, 0) + 2 * slanted + Math.min(MAX_AXES_RICHNESS, 3 * axes);
}

/** Rectangles of several heights on one base line, or of several widths from one left edge; cells of a table start at many. */
function hasBars(members: readonly DrawnObject[]): boolean {
  const bars = members.filter(({ box, segments }) => segments <= RECTANGLE_SEGMENTS && Math.min(box.width, box.height) > 2 * THIN);
  const different = (value: (box: Box) => number): number => new Set(bars.map(({ box }) => Math.round(value(box)))).size;
  const upright = different(({ height }) => height) >= 4 && different(({ width }) => width) <= 3 && different(({ y, height }) => y + height) <= 2;
  const lying = different(({ width }) => width) >= 4 && different(({ height }) => height) <= 3 && different(({ x }) => x) <= 2;
  return upright || lying;
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
