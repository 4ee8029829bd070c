/** Letters, scale bars and arrows burnt into a picture: small components of pure white, black or saturated colour with sharp edges. */
import type { Box } from '../../core/geometry.ts';
import { image, type RgbImage } from '../../core/image.ts';
import type { PanelClass } from '../../core/media.ts';
import { boxRegion, type Region } from '../../core/regions.ts';
import { connectedComponents, type Component } from '../../imaging/components.ts';
import { overlap, union } from './group-graphics.ts';

/** Levels; pure white starts here in every channel, pure black ends at 255 less it; JPEG and smoothing eat the rest. */
const PURE = 214;
/** Levels between the channels of a colour nobody stains with. */
const SATURATED = 150;
/** px added around a mark for its smoothed and compressed border. */
const HALO_PX = 2;
const MAX_MARKS = 80;
/** Where this share of a panel has the tone of an ink, that ink is its ground and writes nothing. */
const MAX_INKED = 0.35;
/** A panel has one scale bar, or two; more bars of one ink are bands. */
const MAX_BARS = 2;
/** Share of the panel's longer side from which a bar is a scale bar or a band, and not a dash. */
const BAR_LENGTH = 0.06;
/** A scale bar on a blot fills its box by this share, is sharp along this share of its border, and takes no more than this of the panel. */
const RULED = 0.95;
const RULED_SHARP = 0.9;
const MAX_RULED = 0.5;
/** It lies within this share of the sides from a corner; strips lower than this, px, have none. */
const CORNER = 0.15;
const LEAST_BARRED = 80;
const RIM_PX = 2;
/** A dashed line has at least this many dashes in one row or column. */
const MIN_DASHES = 6;
/** Boxes that touch become one where the area grows by no more than this: a word, but not two words on a slant. */
const MAX_JOINED = 1.4;
/** Levels of ink of a letter with thin strokes, beside a letter that is pure. */
const WEAK = 150;

interface Ink extends Component {
  /** Share of its border where the picture is different by `jump` levels two pixels away. */
  readonly sharp: number;
  /** px, area over half the border: about the width of a stroke. */
  readonly stroke: number;
}

/** Marks in a panel, as boxes in the pixels of the figure. `offset` is where the panel lies. */
export function findAnnotations(panel: RgbImage, panelClass: PanelClass, offset: Box<'figure'>): Region<'figure'>[] {
  const jump = panelClass === 'blot' ? 90 : 60;
  const inked = readInk(panel);
  const boxes = (['white', 'black', 'colour'] as const).flatMap((kind) => {
    const ink = measureInk(panel, inkMask(inked, kind), jump);
    // Bands are black bars with fairly sharp edges, so on a blot only thin strokes count.
    const marks = panelClass === 'blot' ? ink.filter((mark) => kind === 'colour' || mark.stroke <= 5) : ink;
    const glyphs = marks.filter((mark) => !isBar(mark) && isGlyph(mark, marks, panel));
    const solid = panelClass === 'blot' ? scaleBars(marks, panel) : solidMarks(marks, panel);
    const rest = panelClass === 'blot' || kind === 'colour' || glyphs.length < 2 ? [] : restOfWords(panel, glyphs, kind, jump);
    return [...solid, ...glyphs, ...marks.filter((mark) => isBar(mark) && isGlyph(mark, marks, panel)), ...rest].map(({ box }) => box);
  });
  return joinNear(boxes.map((box) => grow(box, panel))).slice(0, MAX_MARKS)
    .map(({ x, y, width, height }) => boxRegion<'figure'>({ x: x + offset.x, y: y + offset.y, width, height }));
}

/** A line of the gutter that was left at the border of the panel; it is no bar. */
function isRim({ box: { x, y, width: w, height: h } }: Ink, { width, height }: RgbImage): boolean {
  const isAtBorder = w > h ? y === 0 || y + h === height : x === 0 || x + w === width;
  return isAtBorder && Math.min(w, h) <= RIM_PX;
}

/** On a blot: a bar drawn with a ruler, alone, in a corner. Bands have round ends and soft edges, and stand in rows. */
function scaleBars(marks: readonly Ink[], panel: RgbImage): Ink[] {
  const { width, height } = panel;
  const isNearEdge = (from: number, size: number, whole: number): boolean => Math.min(from, whole - from - size) <= CORNER * whole;
  const bars = marks.filter((mark) => {
    const { box: { x, y, width: w, height: h }, area, sharp } = mark;
    const share = w > h ? w / width : h / height;
    return isBar(mark) && !isRim(mark, panel) && area >= RULED * w * h && sharp >= RULED_SHARP && share >= BAR_LENGTH && share <= MAX_RULED && isNearEdge(x, w, width) && isNearEdge(y, h, height);
  });
  return bars.length === 1 && Math.min(width, height) >= LEAST_BARRED ? bars : [];
}

/** Scale bars, dashes and arrows. */
function solidMarks(marks: readonly Ink[], panel: RgbImage): Ink[] {
  const { width, height } = panel;
  const bars = marks.filter((mark) => isBar(mark) && !isRim(mark, panel));
  const long = bars.filter(({ box }) => Math.max(box.width, box.height) >= BAR_LENGTH * Math.max(width, height));
  const short = marks.filter((mark) => isDash(mark) && !long.includes(mark));
  const dashes = short.filter(({ box }) => short.filter((other) => isDashOfOneLine(box, other.box)).length >= MIN_DASHES);
  return [...(long.length <= MAX_BARS ? long : []), ...(bars.length <= MAX_BARS ? bars : []), ...dashes, ...marks.filter((mark) => !isBar(mark) && isArrow(mark))];
}

function isDash({ area, box }: Ink): boolean {
  const [long, short] = [Math.max(box.width, box.height), Math.min(box.width, box.height)];
  return long >= 5 && long >= 1.6 * short && area >= 0.7 * box.width * box.height;
}

/** Equal bars one behind the other; a box is a dash of its own line. */
function isDashOfOneLine(a: Box, b: Box): boolean {
  if (Math.abs(a.width - b.width) > 2 || Math.abs(a.height - b.height) > 2) return false;
  return a.width > a.height ? Math.abs(a.y - b.y) <= 2 : Math.abs(a.x - b.x) <= 2;
}

/** Letters whose thin strokes were smoothed to less than pure ink, found from the letters beside them. */
function restOfWords(panel: RgbImage, glyphs: readonly Ink[], kind: 'white' | 'black', jump: number): Ink[] {
  const waiting = new Set(measureInk(panel, weakMask(panel, kind), jump).filter((mark) => hasGlyphShape(mark, panel)));
  const found: Ink[] = [];
  const queue: Ink[] = [...glyphs];
  for (let letter = queue.pop(); letter; letter = queue.pop()) {
    for (const mark of waiting) {
      if (!isBeside(letter.box, mark.box)) continue;
      waiting.delete(mark);
      found.push(mark);
      queue.push(mark);
    }
  }
  return found;
}

const INKS = { white: 1, black: 2, colour: 3 } as const;
type Kind = keyof typeof INKS;

/** For each pixel the number of its ink, 0 for none. */
interface Inked { readonly ink: Uint8Array; readonly counts: Uint32Array }

function readInk({ width, height, data }: RgbImage): Inked {
  const ink = new Uint8Array(width * height);
  const counts = new Uint32Array(4);
  for (let i = 0, j = 0; i < ink.length; i++, j += 3) {
    const r = data[j] ?? 0;
    const g = data[j + 1] ?? 0;
    const b = data[j + 2] ?? 0;
    const low = r < g ? (r < b ? r : b) : g < b ? g : b;
    const high = r > g ? (r > b ? r : b) : g > b ? g : b;
    if (low < PURE && high > 255 - PURE && (high - low < SATURATED || high < 180)) continue;
    const kind = low >= PURE ? INKS.white : high <= 255 - PURE ? INKS.black : INKS.colour;
    ink[i] = kind;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { ink, counts };
}

interface InkMask { readonly mask: Uint8Array; readonly count: number }

function inkMask({ ink, counts }: Inked, kind: Kind): InkMask {
  const number = INKS[kind];
  const mask = new Uint8Array(counts[number] ? ink.length : 0);
  for (let i = 0; i < mask.length; i++) if (ink[i] === number) mask[i] = 1;
  return { mask, count: counts[number] ?? 0 };
}

function weakMask({ width, height, data }: RgbImage, kind: 'white' | 'black'): InkMask {
  const mask = new Uint8Array(width * height);
  const sign = kind === 'white' ? 1 : -1;
  const limit = kind === 'white' ? WEAK : WEAK - 255;
  let count = 0;
  for (let i = 0, j = 0; i < mask.length; i++, j += 3) {
    if (sign * (data[j] ?? 0) < limit || sign * (data[j + 1] ?? 0) < limit || sign * (data[j + 2] ?? 0) < limit) continue;
    mask[i] = 1;
    count++;
  }
  return { mask, count };
}

/** Components of one ink that are neither specks nor a ground, and have sharp edges. */
function measureInk(panel: RgbImage, { mask, count }: InkMask, jump: number): Ink[] {
  if (count === 0 || count > MAX_INKED * mask.length) return [];
  const { labels, components } = connectedComponents(image(panel.width, panel.height, 1, mask));
  const sized = components.filter((component) => isSized(component, panel));
  const { border, sharp } = measureBorders(panel, labels, { labelCount: components.length + 1, sized, jump });
  return sized.map((component) => {
    const around = Math.max(1, border[component.label] ?? 1);
    return { ...component, sharp: (sharp[component.label] ?? 0) / around, stroke: (2 * component.area) / around };
  }).filter((mark) => mark.sharp >= 0.65);
}

interface Borders { readonly border: Uint32Array; readonly sharp: Uint32Array }

/** By label: the length of the border of each component of `sized`, px, and how much of it is sharp. */
function measureBorders(
  { width, height, data }: RgbImage, labels: Int32Array, { labelCount, sized, jump }: { readonly labelCount: number; readonly sized: readonly Component[]; readonly jump: number },
): Borders {
  const border = new Uint32Array(labelCount);
  const sharp = new Uint32Array(labelCount);
  const isMeasured = new Uint8Array(labelCount);
  for (const { label } of sized) isMeasured[label] = 1;
  const test = (label: number, x: number, y: number, dx: number, dy: number): void => {
    const u = x + dx;
    const v = y + dy;
    if (u < 0 || v < 0 || u >= width || v >= height || labels[v * width + u] === label) return;
    border[label] = (border[label] ?? 0) + 1;
    const u2 = Math.min(width - 1, Math.max(0, u + dx));
    const v2 = Math.min(height - 1, Math.max(0, v + dy));
    if (difference(data, (y * width + x) * 3, (v2 * width + u2) * 3) >= jump) sharp[label] = (sharp[label] ?? 0) + 1;
  };
  const bottom = sized.reduce((last, { box }) => Math.max(last, box.y + box.height), 0);
  for (let y = sized[0]?.box.y ?? 0; y < bottom; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const label = labels[i] ?? 0;
      if (label === 0 || isMeasured[label] === 0) continue;
      test(label, x, y, 1, 0);
      test(label, x, y, -1, 0);
      test(label, x, y, 0, 1);
      test(label, x, y, 0, -1);
    }
  }
  return { border, sharp };
}

function difference(data: Uint8Array, i: number, j: number): number {
  return Math.max(Math.abs((data[i] ?? 0) - (data[j] ?? 0)), Math.abs((data[i + 1] ?? 0) - (data[j + 1] ?? 0)), Math.abs((data[i + 2] ?? 0) - (data[j + 2] ?? 0)));
}

function isSized({ area, box }: Component, { width, height }: RgbImage): boolean {
  return area >= 6 && area <= 0.04 * width * height && box.width <= 0.7 * width && box.height <= 0.4 * height;
}

/** A straight, filled bar at least 10 px long. */
function isBar({ area, box, sharp }: Ink): boolean {
  const [long, short] = [Math.max(box.width, box.height), Math.min(box.width, box.height)];
  return long >= 10 && long >= 3 * short && area >= 0.75 * box.width * box.height && sharp >= 0.65;
}

/** A solid mark with sharp edges all round; a clipped nucleus fades out over several pixels. */
function isArrow({ area, sharp, box }: Ink): boolean {
  const fill = area / (box.width * box.height);
  const isRound = fill > 0.66 && fill < 0.9; // an ellipse fills π/4 of its box
  return area >= 30 && sharp >= 0.9 && !isRound && Math.min(box.width, box.height) >= 5;
}

/** A letter beside other letters, or alone near a corner. */
function isGlyph(mark: Ink, marks: readonly Ink[], panel: RgbImage): boolean {
  if (!hasGlyphShape(mark, panel)) return false;
  const { box, area } = mark;
  const { width, height } = panel;
  if (marks.some((other) => other !== mark && isBeside(box, other.box))) return true;
  const fromSide = Math.min(box.x, width - box.x - box.width);
  const fromTop = Math.min(box.y, height - box.y - box.height);
  return box.height >= 7 && area >= 15 && fromSide < 0.12 * width && fromTop < 0.12 * height && mark.sharp >= 0.75;
}

function hasGlyphShape({ box, stroke }: Ink, { height }: RgbImage): boolean {
  return box.height >= 5 && box.height <= 0.25 * height && box.width <= 3 * box.height && stroke <= 0.28 * box.height + 0.8;
}

function isBeside(a: Box, b: Box): boolean {
  const taller = Math.max(a.height, b.height);
  if (Math.min(a.height, b.height) < 0.5 * taller) return false;
  const gap = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
  const bottoms = Math.abs(a.y + a.height - b.y - b.height);
  return gap >= -1 && gap <= 0.8 * taller && bottoms <= 0.35 * taller;
}

function grow({ x, y, width, height }: Box, within: RgbImage): Box {
  const [left, top] = [Math.max(0, x - HALO_PX), Math.max(0, y - HALO_PX)];
  return {
    x: left, y: top,
    width: Math.min(within.width, x + width + HALO_PX) - left, height: Math.min(within.height, y + height + HALO_PX) - top,
  };
}

/** Boxes that touch become one, unless it would cover much more than they do. */
function joinNear(boxes: readonly Box[]): Box[] {
  const joined: Box[] = [];
  for (const box of boxes.toSorted((a, b) => a.x - b.x)) {
    const at = joined.findIndex((other) => overlap(other, box) > 0 && areaOfBox(union(other, box)) <= MAX_JOINED * (areaOfBox(other) + areaOfBox(box)));
    const other = joined[at];
    if (other) joined[at] = union(other, box);
    else joined.push(box);
  }
  return joined.length < boxes.length ? joinNear(joined) : joined;
}

function areaOfBox({ width, height }: Box): number {
  return width * height;
}
